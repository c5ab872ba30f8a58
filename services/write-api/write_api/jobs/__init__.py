"""What write-api does that no request waits for."""
