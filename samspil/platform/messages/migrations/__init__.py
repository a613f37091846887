"""Database steps of the messages."""
