"""The names of what commands refuse. `problems` decides how each is told to a client."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from write_api.representations import Document, Representation


class Refusal(Exception):
    """Why a command will not. `pointer` (RFC 6901) is the place at fault, `members` what is told besides."""

    # Set where the refusal itself leaves something that must be kept, as a revoked session.
    commits = False
    members: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.detail, self.pointer = detail, pointer


class Unacceptable(Refusal):
    """A value is well formed, but names what is not there or makes no sense where it is."""


class NoSuchProduct(Refusal):
    """No product has this id, or it is in the trash."""

    def __init__(self) -> None:
        super().__init__("No product has this id.")


class NoSuchPart(Refusal):
    """The product has no such variant, picture or option."""

    def __init__(self) -> None:
        super().__init__("The product has no such part.")


class NotInTrash(Refusal):
    """Only what is in the trash is restored."""

    def __init__(self) -> None:
        super().__init__("The product is not in the trash.")


class NoSuchCategory(Refusal):
    """No category has this id."""

    def __init__(self) -> None:
        super().__init__("No category has this id.")


class NoSuchTag(Refusal):
    """No product has this tag."""

    def __init__(self) -> None:
        super().__init__("No product has this tag.")


class NoSuchRevision(Refusal):
    """No revision has this number."""

    def __init__(self) -> None:
        super().__init__("No revision has this number.")


class RevisionPurged(Refusal):
    """What the revision did is no longer known."""

    def __init__(self) -> None:
        super().__init__("What this revision did is no longer kept.")


class NothingToUndo(Refusal):
    """All that the revision did was changed since, or is undone; `left` says why of each, by name."""

    def __init__(self, left: Mapping[str, str]) -> None:
        super().__init__("Nothing of this revision is left to undo.")
        self.members = {"left": [{"name": name, "detail": why} for name, why in left.items()]}


class CannotUndo(Refusal):
    """What the undo would give back does not go together with what is there now."""


class SlugTaken(Refusal):
    """Another one that is not in the trash has this slug."""

    def __init__(self) -> None:
        super().__init__("Another one has this slug already.", "/slug")


class SkuTaken(Refusal):
    """Another variant that is not in the trash has this SKU."""

    def __init__(self, pointer: str = "/variants") -> None:
        super().__init__("A variant of another product has this SKU already.", pointer)


class CategoryNotEmpty(Refusal):
    """A category that still has products or children is not deleted."""

    def __init__(self) -> None:
        super().__init__("The category still has products or subcategories; move them first.")


class CurrencyInUse(Refusal):
    """The shop's currency does not change under prices that are in it."""

    def __init__(self) -> None:
        super().__init__("Products have prices in the currency; it changes only without any.", "/currency")


class Stale(Refusal):
    """It was changed since the caller read it: `current` is what it is now, `changes` who did what since."""

    def __init__(self, current: Representation, changes: list[Document]) -> None:
        super().__init__("It was changed since you read it; `current` is what it is now.")
        self.current = current
        self.members = {"current": current.document, "changes": changes}


class StaleProduct(Stale):
    """The product was changed since."""


class StaleCategory(Stale):
    """The category was changed since."""


class StaleSettings(Stale):
    """The shop's settings were changed since."""


class NoImage(Refusal):
    """The bytes are not a picture that we can show."""


class WrongCredentials(Refusal):
    """The address, the password, or both are wrong; which of them is not told. That it was tried is kept."""

    commits = True

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class TooManyAttempts(Refusal):
    """Something secret was guessed wrong too often; `is_news` where nobody was told in this pause yet."""

    commits = True

    def __init__(self, retry_after: int, *, is_news: bool) -> None:
        super().__init__("That was wrong too often. Wait, then try again.")
        self.retry_after, self.is_news = retry_after, is_news


class TokenRevoked(Refusal):
    """The account, its role, or the session or key that the token came from is no longer what it says."""

    def __init__(self) -> None:
        super().__init__("The access token was revoked.")


class WrongPassword(Refusal):
    """Who is logged in has not shown their password; that it was tried is kept."""

    commits = True

    def __init__(self) -> None:
        super().__init__("This is not your password.", "/current_password")


class NotOfASession(Refusal):
    """It is for people who logged in, not for programs."""

    def __init__(self) -> None:
        super().__init__("This token is not of an account's session.")


class NoSuchSession(Refusal):
    """No session has this id, or it is another's."""

    def __init__(self) -> None:
        super().__init__("You have no session with this id.")


class NoSuchKey(Refusal):
    """No key has this id, or it is another's."""

    def __init__(self) -> None:
        super().__init__("You have no key with this id.")


class WrongKey(Refusal):
    """The key is unknown, expired or revoked, or its account is disabled; that it was tried is kept."""

    commits = True

    def __init__(self) -> None:
        super().__init__("The key is not valid.")


class TooManyKeys(Refusal):
    """An account has a bounded number of keys."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} keys already; revoke one first.")


class SecondFactorRequired(Refusal):
    """The password is right; the ticket for the second step is kept."""

    commits = True

    def __init__(self, ticket: str, accepted: list[str]) -> None:
        super().__init__("A second factor is needed.")
        self.members = {"ticket": ticket, "accepted": accepted}


class NoSuchTicket(Refusal):
    """The ticket is unknown, over, used, or another's."""

    def __init__(self) -> None:
        super().__init__("The ticket is over; begin again.")


class WrongFactor(Refusal):
    """What was shown beside the password is wrong; that it was tried is kept."""

    commits = True

    def __init__(self) -> None:
        super().__init__("The second factor is wrong.")


class NoSuchFactor(Refusal):
    """The account does not have it."""

    def __init__(self) -> None:
        super().__init__("The account has no such factor.")


class FactorThere(Refusal):
    """One app is enough; remove it to use another."""

    def __init__(self) -> None:
        super().__init__("There is an app already; remove it first.")


class TooManyPasskeys(Refusal):
    """An account has a bounded number of passkeys."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} passkeys already; remove one first.")


class SessionOver(Refusal):
    """The refresh token is unknown, expired or revoked."""

    def __init__(self) -> None:
        super().__init__("The session is over; log in again.")


class SessionReused(SessionOver):
    """A refresh token came a second time, so it may be stolen: the session was revoked, and stays so."""

    commits = True
