"""Files of products: what they would change is planned and shown first, and applied as one revision."""
