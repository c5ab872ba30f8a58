"""Does each operation of a batch as the request it would be by itself, in the batch's transaction."""

from typing import Any

from flask import current_app, json, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from api_contract.contracts import takes_parameters
from service_defaults.permissions import permission_of
from service_defaults.problems import Problem, problem_of
from write_api.answers import Answer
from write_api.batch.schemas import Operation
from write_api.pointers import relocated
from write_api.problems import told_as_problems
from write_api.revisions import say, settle, take_revision
from write_api.transactions import View, undecorated
from write_api.worker import going_on

PERMISSION = "catalog:write"
"""Of a batch, and of all that can be done in one."""


def perform(session: Session, operations: list[Operation]) -> list[dict[str, Any]]:
    """A result for each operation. Raises the Problem of the first that is refused, and says which it is."""
    say(session, f"batch of {len(operations)}")
    take_revision(session)  # now, so that no operation's own reason is the one that is logged
    results = []
    for index, operation in enumerate(going_on(operations)):
        results.append(_perform(session, index, operation))
        session.expunge_all()  # what one has read is not what the next one finds
    return results


def _perform(session: Session, index: int, operation: Operation) -> dict[str, Any]:
    headers = Headers({"If-Match": operation.if_match} if operation.if_match else {})
    asked = EnvironBuilder(operation.path, method=operation.method, json=operation.body, headers=headers)
    try:
        with current_app.request_context(asked.get_environ()), told_as_problems():
            answer = _view()(session, **(request.view_args or {}))
            settle(session)  # by itself it would be judged when it is committed
            return _result(answer)
    except Problem as problem:
        raise _of_operation(index, problem) from problem


def _view() -> View[...]:
    """What answers the request. Raises Problem 404 or 405, and 403 for what is no part of a batch."""
    if request.routing_exception is not None:
        raise problem_of(request.routing_exception)
    endpoint = request.endpoint or ""
    route = current_app.view_functions[endpoint]
    view = undecorated(route)
    has_parameters = takes_parameters(route) or bool(request.query_string)
    is_allowed = request.blueprint != "batch" and permission_of(current_app, endpoint) == PERMISSION
    if view is None or has_parameters or not is_allowed:
        raise Problem(403, "forbidden", "This cannot be part of a batch.")
    return view


def _result(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "etag": answer.headers.get("ETag"),
        "location": answer.headers.get("Location"),
        "body": json.loads(answer.body) if answer.body else None,
    }


def _of_operation(index: int, problem: Problem) -> Problem:
    detail = f"Operation {index}: {problem.detail} Nothing was done."
    return relocated(problem, lambda pointer: f"/operations/{index}/body{pointer}", detail, operation=index)
