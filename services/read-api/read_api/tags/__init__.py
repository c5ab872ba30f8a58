"""Tags: every one there is."""
