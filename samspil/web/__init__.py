"""What a browser sees: pages, components, addresses."""
