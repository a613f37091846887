"""Database steps of the workday."""
