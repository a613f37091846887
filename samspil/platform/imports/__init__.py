"""Moves tables from other systems in: map, preview, refuse row by row, write once, undo. Knows no domain."""
