"""Pictures: taken in once, shown in several sizes."""
