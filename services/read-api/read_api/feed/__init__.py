"""The feed: how other services mirror the catalog, by a snapshot and by the changes since."""
