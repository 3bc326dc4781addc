"""The rules of a savings group: pure functions over whole numbers, dates and codes."""
