"""Adds to the audit, in the transaction of what it tells. Commands flush and never commit."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from write_api.audit.events import Event
from write_api.audit.models import Entry
from write_api.origin import Origin


def record(session: Session, origin: Origin, event: Event, account_id: UUID | None, /, **detail: Any) -> None:
    """Say what happened to whose account; `detail` holds nothing secret."""
    session.add(
        Entry(
            event=event.value,
            account_id=account_id,
            actor=origin.actor,
            address=origin.address,
            user_agent=origin.user_agent,
            request_id=origin.request_id,
            detail=detail,
        )
    )
    session.flush()
