"""Named views of lists: search, filters and order under a name, for oneself or for all at work."""
