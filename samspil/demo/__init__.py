"""The demo region: an invented world, its true figures, and the way into a snapshot or a database."""
