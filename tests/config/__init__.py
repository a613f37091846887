"""Tests of samspil.config."""
