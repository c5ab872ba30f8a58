"""The currency of every price in the shop."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from write_api.fields import Currency
from write_api.shop.models import KnownCurrency, Setting

SHOP_CURRENCY = (
    select(KnownCurrency.code, KnownCurrency.exponent)
    .join(Setting, Setting.value.op("#>>")("{}") == KnownCurrency.code)
    .where(Setting.key == "currency")
)


def shop_currency(session: Session) -> Currency:
    """The shop's currency, with the number of decimal places of its amounts."""
    return Currency(*session.execute(SHOP_CURRENCY).one())
