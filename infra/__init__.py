"""What runs the shop: the gateway, PostgreSQL, one machine's supervisor, the demo."""
