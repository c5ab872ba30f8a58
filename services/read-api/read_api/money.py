"""Money between its two forms: decimal text for people and JSON, integer minor units for the database."""

from decimal import Decimal


def minor_units(amount: Decimal, exponent: int) -> int:
    """12.90 with the two decimals of EUR is 1290. Raises ValueError for more decimals than the currency has.

    `exponent` is that of ISO 4217: how many decimals an amount has.
    """
    shifted = amount.scaleb(exponent)
    if shifted != shifted.to_integral_value():
        raise ValueError(f"has more than the {exponent} decimals of the currency")
    return int(shifted)


def money(units: int, currency: str, exponent: int) -> dict[str, str]:
    """1290 of EUR as it goes over the wire: {"amount": "12.90", "currency": "EUR"}."""
    return {"amount": str(Decimal(units).scaleb(-exponent)), "currency": currency}
