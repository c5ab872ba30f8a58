"""Keeps passwords as Argon2id (RFC 9106), and takes the same time whether there is an account or not."""

import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# 19 MiB and two passes: OWASP's choice for machines on which memory is scarce; about 30 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
ONE_TIME_BYTES = 12


def hash_password(password: str) -> str:
    """The hash to keep, with its salt and parameters."""
    return _hasher.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the one that was kept; without any it takes as long, and is False."""
    try:
        _hasher.verify(kept or _nobodys(), password)
    except VerificationError:
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than are used now."""
    return _hasher.check_needs_rehash(kept)


def one_time_password() -> str:
    """A password of 96 random bits."""
    return secrets.token_urlsafe(ONE_TIME_BYTES)


@functools.cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_urlsafe())
