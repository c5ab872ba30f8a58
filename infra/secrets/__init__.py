"""Makes the secrets of one shop: a folder for each consumer, so that nobody holds what it need not know."""

from infra.secrets.make import make_secrets

__all__ = ["make_secrets"]
