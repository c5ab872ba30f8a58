"""Runs the whole shop on one machine, without Docker and without root."""
