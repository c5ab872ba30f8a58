"""The shop's settings as rows of their view."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from read_api.views import currency, setting
from revision_cache.token import Token

KEYS = ("name", "tagline", "about", "currency", "locale", "contact_email")


class Currency(NamedTuple):
    """An ISO 4217 code and how many decimals its amounts have."""

    code: str
    exponent: int


def shop_settings(connection: Connection) -> tuple[dict[str, object], Token]:
    """The settings, and the revision at which any of them last changed."""
    rows = connection.execute(
        select(setting).where(setting.c.key.in_(KEYS)).order_by(setting.c.revision)
    ).all()
    values = {row.key: row.value for row in rows}
    return {key: values.get(key, "") for key in KEYS}, Token(rows[-1].revision, rows[-1].revision_nonce)


def shop_currency(connection: Connection) -> Currency:
    """The currency of the shop's prices."""
    code = setting.c.value[()].as_string()
    query = select(currency.c.code, currency.c.exponent).where(
        setting.c.key == "currency", currency.c.code == code
    )
    return Currency(*connection.execute(query).one())
