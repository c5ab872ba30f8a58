"""Tags, changed on all products that have them."""
