"""Group offers: events, networks and courses, their sessions and who came."""
