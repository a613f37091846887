"""Tests of what builds and tests this repository."""
