"""A copy of everything in one file, the same for both databases, and the way back."""
