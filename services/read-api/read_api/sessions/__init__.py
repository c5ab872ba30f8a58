"""Sessions: how people log in, where they are logged in, and how that ends."""
