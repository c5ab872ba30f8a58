"""The currency of every price in the shop."""

from sqlalchemy.orm import Session

from write_api.fields import Currency
from write_api.shop.models import KnownCurrency, Setting


def shop_currency(session: Session) -> Currency:
    """The shop's currency, with the number of decimal places of its amounts."""
    code = session.get_one(Setting, "currency").value
    return Currency(code, session.get_one(KnownCurrency, code).exponent)
