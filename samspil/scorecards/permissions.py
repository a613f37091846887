"""Who may see a run, and the names behind its figures."""
