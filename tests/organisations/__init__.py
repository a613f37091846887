"""Tests of samspil.organisations."""
