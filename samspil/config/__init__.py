"""Puts the rooms together into one running installation."""
