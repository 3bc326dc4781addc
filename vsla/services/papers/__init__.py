"""What stands on each printed document, as figures: no words, no layout."""
