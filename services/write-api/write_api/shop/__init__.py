"""What the shop says about itself: its settings."""
