"""Result contracts as they stood, results others measured, and what the hub was to do."""
