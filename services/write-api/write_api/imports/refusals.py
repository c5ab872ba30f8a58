"""The names of what commands on imports refuse."""

from write_api.refusals import Refusal, Stale


class NoSuchImport(Refusal):
    """No import has this id."""

    def __init__(self) -> None:
        super().__init__("No import has this id.")


class NotPlanned(Refusal):
    """The import is not in a state in which this can be done."""

    def __init__(self, status: str) -> None:
        super().__init__(f"The import is {status}.")


class CatalogMoved(Refusal):
    """The catalog is not what the plan was made of."""

    def __init__(self) -> None:
        super().__init__("The catalog was changed after this was planned. Plan it again, and look.")


class HasRefusedProducts(Refusal):
    """Part of the file would not be applied, and nobody said that this is meant."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} products of the file are refused; send skip_refused to go on without.")


class StaleImport(Stale):
    """The import went on since."""
