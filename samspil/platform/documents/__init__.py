"""Files that belong to a row: stored once under a random name, checked by content, never overwritten."""
