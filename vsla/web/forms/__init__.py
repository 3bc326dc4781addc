"""Forms: one base, and the forms of each page group beside it."""
