"""Imports: how far each file is, and what its plan would do."""
