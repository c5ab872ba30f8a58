"""The keys with which read-api would verify tokens, if anybody sent some."""

from tests.services.read_api.conftest import key_set_file, signing_key

__all__ = ["key_set_file", "signing_key"]
