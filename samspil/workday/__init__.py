"""The working day of one adviser and of a leader: what is due, what waits, and what is to be mended."""
