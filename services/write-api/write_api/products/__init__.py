"""Products with their variants and pictures."""
