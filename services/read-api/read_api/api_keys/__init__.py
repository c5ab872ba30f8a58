"""How other services call the API: with keys that are exchanged for access tokens."""
