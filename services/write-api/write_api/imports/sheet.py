"""What is known of a file as a whole while its rows are read."""

from dataclasses import dataclass, field

from write_api.fields import Currency
from write_api.imports.columns import Columns
from write_api.imports.numbers import Marks

NUMERIC = ("price", "compare_at_price", "stock", "weight_grams")
USUAL_PLACES = 2


@dataclass(frozen=True)
class Sheet:
    """Its columns, the shop's currency, and how each column of numbers is written.

    With `clear` a blank cell means that the value goes.
    """

    columns: Columns
    currency: Currency
    marks: dict[str, Marks] = field(default_factory=dict)
    clear: bool = False

    def clears(self, name: str) -> bool:
        return self.clear and name in self.columns.names

    def see(self, cells: dict[str, str]) -> None:
        """Learn from a row what its numbers' decimal mark is."""
        for name in NUMERIC:
            if name in cells:
                places = self.currency.exponent if "price" in name else USUAL_PLACES
                self.marks.setdefault(name, Marks(places)).see(cells[name])

    def notices(self) -> list[str]:
        """What the numbers show."""
        told = []
        for name, marks in self.marks.items():
            header = self.columns.header(name)
            if marks.disagree:
                told.append(f"{header}: some numbers have a decimal point, and others a decimal comma.")
            elif marks.mark == ",":
                told.append(f"{header}: numbers have a decimal comma.")
        return told
