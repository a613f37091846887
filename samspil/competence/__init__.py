"""Competence (kompetencer): what an adviser knows, what has been passed, and who knows most about this."""
