"""Lets a form that was sent twice be stored once."""
