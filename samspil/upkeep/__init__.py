"""Upkeep (vedligehold): what must know every room: history, merging, handing over, retention."""
