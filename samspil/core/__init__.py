"""The pure core: measures, statistics and register formats, without Django or a database."""
