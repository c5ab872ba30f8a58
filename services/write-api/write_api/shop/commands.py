"""What can be done to the shop's settings. Commands flush and never commit."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import ETags

from write_api.history.since import changes_since
from write_api.preconditions import holds
from write_api.products.models import Product
from write_api.refusals import CurrencyInUse, StaleSettings
from write_api.representations import Representation
from write_api.revisions import take_revision
from write_api.shop.models import Setting

# In the order of the contract.
KEYS = ("name", "tagline", "about", "currency", "locale", "contact_email")


def change_settings(session: Session, seen: ETags, wanted: dict[str, str]) -> Representation:
    """Change those settings that are given. Raises StaleSettings, CurrencyInUse, Unacceptable."""
    take_revision(session)
    settings = {setting.key: setting for setting in session.scalars(select(Setting))}
    shown = _represent(settings)
    if not holds(seen, shown.number, shown.nonce):
        raise StaleSettings(shown, changes_since(session, seen, "setting"))
    if wanted.get("currency", shown.document["currency"]) != shown.document["currency"]:
        _refuse_with_prices(session)
    for key, value in wanted.items():
        settings[key].value = value
    session.flush()
    return _represent(settings)


def _refuse_with_prices(session: Session) -> None:
    if session.scalar(select(Product.id).limit(1)) is not None:
        raise CurrencyInUse


def _represent(settings: dict[str, Setting]) -> Representation:
    newest = max(settings.values(), key=lambda setting: setting.revision)
    document = {key: settings[key].value for key in KEYS} | {"revision": newest.revision}
    return Representation(document, newest.revision, newest.revision_nonce)
