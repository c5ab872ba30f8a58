"""Decides whether the feed tells all that happened, in order, and whether replaying it gives the catalog."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from tests.consistency.history import History, Page, Resync, Shown
from tests.consistency.lineage import Lineage
from tests.consistency.rows import difference
from tests.consistency.violations import Kind, Violation


def in_order(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(e) What a mirror is told follows what it was told before."""
    for page in _pages(history, lineage):
        keys = [page.after.key, *((item.revision, item.id) for item in page.items), page.upto.key]
        if any(later < earlier for earlier, later in pairwise(keys)):
            yield Violation(Kind.FEED_ORDER, f"{page.mirror} was told {keys} at {page.at}")


def without_gaps(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(e) Between two places all is told that changed, each product at the last of its changes there."""
    for page in _pages(history, lineage):
        told = {item.id: item.revision for item in page.items}
        expected = _changed(page, history.ids, lineage)
        # What was there before the writers began is on the first page of who starts from nothing.
        first = min(write.token.number for write in history.writes)
        for id_ in sorted({*told, *expected}):
            if told.get(id_) != expected.get(id_) and (told.get(id_) or first + 1) > first:
                wrong = f"{id_} changed at {expected.get(id_)}; it says {told.get(id_)}"
                yield Violation(Kind.FEED_GAP, f"{page.mirror}, from {page.after} to {page.upto}: {wrong}")


def replayed(history: History, lineage: Lineage) -> Iterator[Violation]:
    """(e) A mirror that was told all has the catalog as it is at that revision."""
    mirrors: dict[str, dict[str, Shown]] = {}
    slugs = {id_: slug for slug, id_ in history.ids.items()}
    for told in history.feed:
        if isinstance(told, Resync):
            mirrors[told.mirror] = dict(told.products)
        mirror = mirrors.setdefault(told.mirror, {})
        if isinstance(told, Page):
            _apply(told, mirror)
        if told.at in lineage and not (isinstance(told, Page) and told.more):
            rows = {slugs.get(id_, id_): shown for id_, shown in mirror.items()}
            wrong = difference(rows, lineage.state(told.at))
            if wrong is not None:
                yield Violation(Kind.FEED_STATE, f"{told.mirror} at {told.at}: {wrong}")


def _apply(page: Page, mirror: dict[str, Shown]) -> None:
    for item in page.items:
        mirror.pop(item.id, None)
        if item.now is not None:
            mirror[item.id] = item.now


def _pages(history: History, lineage: Lineage) -> Iterator[Page]:
    return (told for told in history.feed if isinstance(told, Page) and told.at in lineage)


def _changed(page: Page, ids: Mapping[str, str], lineage: Lineage) -> dict[str, int]:
    """The last revision between two places that changed each product, by id: one that was or is shown."""
    changed: dict[str, int] = {}
    for write in lineage.since(page.after.number - 1, page.at):
        before, after = lineage.before(write.token), lineage.state(write.token)
        for slug in write.effects:
            key = (write.token.number, ids[slug])
            if page.after.key < key <= page.upto.key and (slug in before or slug in after):
                changed[ids[slug]] = write.token.number
    return changed
