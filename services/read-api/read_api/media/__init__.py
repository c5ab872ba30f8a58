"""Pictures, each under an address made from its own content."""
