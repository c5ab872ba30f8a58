"""The schema of the shop: its roles, its migrations, its diagram. A job that runs before the services."""
