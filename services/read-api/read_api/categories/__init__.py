"""Categories: the tree in which products are found."""
