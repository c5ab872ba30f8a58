"""The gateway: Envoy's configuration, and the files in which it finds the services."""
