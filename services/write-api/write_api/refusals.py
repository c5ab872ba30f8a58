"""The names of what commands refuse. `problems` decides how each is told to a client."""

from write_api.representations import Representation


class Refusal(Exception):
    """Why a command will not. `pointer` (RFC 6901) is the place in the body at fault, or ""."""

    # Set where the refusal itself leaves something that must be kept, as a revoked session.
    commits = False

    def __init__(self, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.detail, self.pointer = detail, pointer


class Unacceptable(Refusal):
    """A value is well formed, but names what is not there or makes no sense where it is."""


class NoSuchProduct(Refusal):
    """No product has this id, or it is in the trash."""

    def __init__(self) -> None:
        super().__init__("No product has this id.")


class NoSuchCategory(Refusal):
    """No category has this id."""

    def __init__(self) -> None:
        super().__init__("No category has this id.")


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
        super().__init__(
            "Products have prices in the shop's currency; it can change only without any.", "/currency"
        )


class Stale(Refusal):
    """It was changed since the caller read it; `current` is what it is now, if it can be shown."""

    def __init__(self, current: Representation) -> None:
        super().__init__("It was changed since you read it; `current` is what it is now.")
        self.current = current


class StaleProduct(Stale):
    """The product was changed since."""


class StaleCategory(Stale):
    """The category was changed since."""


class StaleSettings(Stale):
    """The shop's settings were changed since."""


class NoImage(Refusal):
    """The bytes are not a picture that we can show."""


class WrongCredentials(Refusal):
    """The address, the password, or both are wrong; which of them is not told."""

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class SessionOver(Refusal):
    """The refresh token is unknown, expired or revoked."""

    def __init__(self) -> None:
        super().__init__("The session is over; log in again.")


class SessionReused(SessionOver):
    """A refresh token came a second time, so it may be stolen: the session was revoked, and stays so."""

    commits = True
