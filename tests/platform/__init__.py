"""Tests of samspil.platform."""
