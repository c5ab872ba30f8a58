"""How any service behaves; what it does is its own affair."""
