"""Tests of the cooperation room."""
