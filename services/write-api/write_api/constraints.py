"""Names what the database refused. Schemas and commands judge first; this speaks where only it can know."""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from write_api.accounts.refusals import EmailTaken
from write_api.refusals import CategoryNotEmpty, Refusal, SkuTaken, SlugTaken, Unacceptable

Make = Callable[[], Refusal]


def _unacceptable(detail: str, pointer: str) -> Make:
    return lambda: Unacceptable(detail, pointer)


REFUSALS: dict[str, Make] = {
    "product_slug_taken": SlugTaken,
    "category_slug_taken": SlugTaken,
    "variant_sku_taken": SkuTaken,
    "account_email_taken": EmailTaken,
    "passkey_credential_taken": _unacceptable("This passkey was added already.", "/credential"),
    "category_parent": CategoryNotEmpty,
    "product_category": CategoryNotEmpty,
    "category_is_tree": _unacceptable("A category cannot be below itself.", "/parent"),
    "setting_currency_known": _unacceptable("No currency of ISO 4217 has this code.", "/currency"),
    "setting_value_size": _unacceptable("It is too long with its quotes and line ends.", "/about"),
    "product_attributes_shape": _unacceptable("The attributes are too long together.", "/attributes"),
    "variant_compare_at_above": _unacceptable("A compare-at price is not above its price.", "/variants"),
    "variant_options_match": _unacceptable("A variant needs one value for each option.", "/variants"),
    "product_has_variant": _unacceptable("A product needs a variant.", "/variants"),
    "product_media_once": _unacceptable("A picture is there twice.", "/images"),
    "variant_options_taken": _unacceptable("Two variants have the same options.", "/variants"),
}


def refusal_of(error: IntegrityError) -> Refusal:
    """The refusal that a violated constraint stands for."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None) or "unnamed"
    make = REFUSALS.get(name) or _unacceptable(f"The database refuses a value ({name}).", "")
    return make()
