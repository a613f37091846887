"""The invented region: who is there, what happened, and when somebody wrote it down."""
