"""What the shop says about itself: name, tagline, currency and the like."""
