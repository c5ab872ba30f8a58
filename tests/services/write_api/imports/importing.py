"""Sends files to write-api, and does what its jobs would do."""

from typing import Any

from flask import Flask
from sqlalchemy import Engine

from tests.services.write_api.client import Client, Document
from tests.services.write_api.history import History
from write_api.imports.apply_job import apply_next
from write_api.imports.plan_job import plan_next

CSV, JSONL = "text/csv", "application/jsonl"


class Importer:
    """An owner with files. The jobs run when they are told to."""

    def __init__(self, app: Flask, owner: Client, history: History) -> None:
        self.engine: Engine = app.extensions["leader"]
        self.owner, self.history = owner, history

    def send(self, file: str | bytes, form: str = CSV, **how: Any) -> Document:
        """Upload it; returns the import as it is answered."""
        answer = self.owner.send(
            "POST", "/v1/imports", data=file, content_type=form, query_string={"name": "test", **how}
        )
        assert answer.status_code == 202, answer.text
        document: Document = answer.get_json()
        return document

    def plan(self, file: str | bytes, form: str = CSV, **how: Any) -> list[Document]:
        """Upload it, plan it, and return the rows of the plan."""
        self.id = self.send(file, form, **how)["id"]
        assert plan_next(self.engine)
        return self.rows()

    def plan_next(self) -> bool:
        return plan_next(self.engine)

    def rows(self) -> list[Document]:
        return self.history.rows(
            "select * from staff.import_row where import = :id order by number", id=self.id
        )

    def state(self) -> Document:
        [row] = self.history.rows("select * from staff.import where id = :id", id=self.id)
        return row

    def accept(self, **body: Any) -> Any:
        """Ask to apply the plan as it is."""
        return self.owner.send("POST", f"/v1/imports/{self.id}/apply", body, if_match="*")

    def apply(self, file: str | bytes, form: str = CSV, **how: Any) -> Document:
        """All of it; returns the import when it is applied."""
        self.plan(file, form, **how)
        answer = self.accept()
        assert answer.status_code == 202, answer.text
        assert apply_next(self.engine)
        state = self.state()
        assert state["status"] == "applied", state
        return state

    def product(self, slug: str) -> Document:
        [row] = self.history.rows(
            "select * from staff.product where slug = :slug and deleted_at is null", slug=slug
        )
        return row
