"""Tests of samspil.cli."""
