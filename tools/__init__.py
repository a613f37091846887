"""What building and testing this repository needs, and an installation does not."""
