"""Tests of the workday."""
