"""Charts and maps as drawings the server sends: plain values in, SVG out."""
