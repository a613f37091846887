"""Hubs, local services, offices, municipalities, and the people who work there."""
