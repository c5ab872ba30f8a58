"""Revisions: who changed what, when, field by field."""
