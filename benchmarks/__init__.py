"""Speed and memory, measured with machine and versions; never part of the suite."""
