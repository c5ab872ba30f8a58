"""Pictures that a file named by their address are fetched, and from nowhere but the public internet."""
