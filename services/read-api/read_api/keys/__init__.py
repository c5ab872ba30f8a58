"""The public keys with which anyone can verify mstore's access tokens."""
