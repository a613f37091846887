"""Samspil: the shared system of Danish business promotion."""

__version__ = "0.1.0"
