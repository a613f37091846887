"""The template engine and what every template can use."""
