"""The daily tick: who runs it now, and how each sweep went last."""
