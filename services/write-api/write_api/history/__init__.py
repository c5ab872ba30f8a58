"""Revisions that were made, and how each is undone."""
