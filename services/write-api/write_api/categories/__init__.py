"""The tree in which products are found."""
