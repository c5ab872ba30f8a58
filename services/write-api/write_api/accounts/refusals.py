"""The names of what commands on accounts refuse."""

from write_api.refusals import Refusal, Stale
from write_api.representations import Representation


class NoSuchAccount(Refusal):
    """No account has this id."""

    def __init__(self) -> None:
        super().__init__("No account has this id.")


class EmailTaken(Refusal):
    """Another account has this address."""

    def __init__(self) -> None:
        super().__init__("Another account has this e-mail address already.", "/email")


class LastOwner(Refusal):
    """Without an owner who may log in, nobody could make another."""

    def __init__(self, pointer: str) -> None:
        super().__init__("This is the last owner who can log in; make another one first.", pointer)


class OwnAccount(Refusal):
    """Whoever finds a session that was left open must not take over the account with it."""

    def __init__(self) -> None:
        super().__init__("For your own account this is under /v1/account, and asks for your password.")


class StaleAccount(Stale):
    """The account was changed since."""

    def __init__(self, current: Representation) -> None:
        super().__init__(current, [])
        self.members = {"current": current.document}
