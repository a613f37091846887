"""The region's rows in the database, room by room."""
