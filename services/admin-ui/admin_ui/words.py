"""Decides how what the API refuses is put for somebody who is no engineer."""

from admin_ui.catalog import Refused
from service_defaults.http_client import Unavailable
from service_defaults.problems import Problem

WORDS = {
    "writes-paused": (
        "Saving is paused for a moment, because the shop's database is changing over. "
        "Nothing was saved yet and nothing you typed is lost. It usually takes less than a minute."
    ),
    "outcome-unknown": (
        "The database did not confirm in time, so this may or may not be saved. "
        "Send it again: it is never saved twice."
    ),
    "replica-behind": (
        "Your last change is saved, but the copies of the catalog that pages are read from "
        "have not received it yet. Wait a few seconds, then try again."
    ),
    "unavailable": (
        "The catalog does not answer at the moment. Your shop's data are safe; "
        "please try again in a few seconds."
    ),
    "too-many-attempts": (
        "That was wrong too often. Wait a minute, then try again; each further wrong try makes it longer."
    ),
    "not-found": "There is nothing at this address. It may have been removed for good.",
    "method-not-allowed": "This address is for forms. Go back to the page you came from and try again.",
    "too-large": (
        "That was more than can be sent at once. Send fewer or smaller pictures; one may have up to 20 MB."
    ),
    "unsupported-media-type": "This is no picture that can be shown. Choose a JPEG, PNG, WebP or AVIF file.",
    "precondition-failed": "Somebody changed this meanwhile. Look it over, then try again.",
    "internal": "Something went wrong in this tool. It has been recorded. Nothing else was changed.",
}
# The API's faults are for programmers; these are how they begin, and what the owner reads instead.
PLAIN = {
    "Missing data for required field": "Please fill this in.",
    "Field may not be null": "Please fill this in.",
    "May not be empty": "Please fill this in.",
    "Not a valid integer": "Please write a whole number.",
    "Decimal text": "Please write an amount, like 12.90.",
    "Must be above the price": "This must be above the price, or empty.",
    "Groups of a-z": "Small letters a–z and digits, with single hyphens between them.",
    "Needs a value for each": "Please fill this in.",
    "Another variant has the same": "Another variant has the same.",
    "Given twice": "This is here twice.",
}


def words_for(error: Refused | Unavailable | Problem) -> str:
    """What went wrong."""
    return WORDS.get(error.slug) or str(error)


def faults_in(refusal: Refused) -> list[tuple[str, str]]:
    """What is wrong with a body, as (JSON pointer, words); what has no place in it has an empty pointer."""
    faults = [(fault.get("pointer", ""), _plain(fault["detail"])) for fault in refusal.errors]
    return faults or [("", words_for(refusal))]


def _plain(detail: str) -> str:
    return next((words for beginning, words in PLAIN.items() if detail.startswith(beginning)), detail)
