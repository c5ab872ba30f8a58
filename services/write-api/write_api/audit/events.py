"""The names of what the audit tells; docs/access.md says when each is written."""

from enum import StrEnum, auto


class Event(StrEnum):
    """What happened."""

    LOGGED_IN = auto()
    LOGIN_FAILED = auto()
    LOGIN_THROTTLED = auto()
    LOGGED_OUT = auto()
    REFRESH_REUSED = auto()
    SESSION_REVOKED = auto()
    PASSWORD_CHANGED = auto()
    PASSWORD_REFUSED = auto()
    PASSWORD_RESET = auto()
    ACCOUNT_CREATED = auto()
    ACCOUNT_CHANGED = auto()
    ACCOUNT_DISABLED = auto()
    ACCOUNT_ENABLED = auto()
    KEY_MADE = auto()
    KEY_FIRST_USED = auto()
    KEY_REFUSED = auto()
    KEY_REVOKED = auto()
    TOKEN_ISSUED = auto()
    FACTOR_ENROLLED = auto()
    FACTOR_USED = auto()
    FACTOR_FAILED = auto()
    FACTOR_REMOVED = auto()
    RECOVERY_CODES_MADE = auto()
    RECOVERY_CODE_USED = auto()
