"""Many writes as one: all of them are done, in one revision, or none."""
