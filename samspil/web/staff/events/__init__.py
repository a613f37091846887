"""The pages of events and who came."""
