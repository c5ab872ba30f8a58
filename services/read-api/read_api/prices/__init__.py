"""What customers were asked to pay before: the lowest price of thirty days."""
