"""Changes a product, undoes a revision, and sees what became of it."""

from typing import Any

from tests.services.write_api.client import Client, Created, Document
from tests.services.write_api.history import History


def undo(owner: Client, number: int, *force: str) -> Document:
    answer = owner.send("POST", f"/v1/revisions/{number}/undo", {"force": list(force)})
    assert answer.status_code == 200, answer.text
    document: Document = answer.get_json()
    return document


def save(owner: Client, made: Created, **patch: Any) -> int:
    """Change the product whatever it is now; returns the revision."""
    answer = owner.send("PATCH", made.path, patch, if_match="*")
    assert answer.status_code == 200, answer.text
    return int(answer.headers["Catalog-Revision"].partition(".")[0])


def row(history: History, slug: str) -> dict[str, Any]:
    return history.rows("select * from staff.product where slug = :slug", slug=slug)[0]
