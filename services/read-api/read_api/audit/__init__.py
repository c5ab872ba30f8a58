"""What was done with accounts, and who tried."""
