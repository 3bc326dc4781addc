"""Documents on paper: data in, bytes out; no database, no words, no web."""
