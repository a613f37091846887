"""Database steps of the jobs."""
