"""Intervals and chance: the small, exact statistics behind a verdict."""
