"""Tests of samspil.web."""
