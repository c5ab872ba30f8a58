"""The export: all products as a file that an import takes in again, without a loss."""
