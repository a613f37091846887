"""Pages for those who work with companies and contracts."""
