"""A batch does what its own permission is for, and nothing that needs another."""

import pytest
from flask import Flask

from service_defaults.permissions import PUBLIC, permission_of
from tests.conformance.routes import sample_path
from tests.services.write_api.client import Client, slug_of
from write_api.batch.operations import PERMISSION


def test_no_operation_of_a_batch_needs_more_than_the_batch(app: Flask, owner: Client) -> None:
    tried = set()
    for rule in app.url_map.iter_rules():
        needed = permission_of(app, rule.endpoint)
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
            if needed == PERMISSION:
                continue
            operation = {"method": method, "path": sample_path(rule.rule), "if_match": "*", "body": {}}
            answer = owner.send("POST", "/v1/batch", {"operations": [operation]})
            assert (answer.status_code, slug_of(answer)) == (403, "forbidden"), rule
            assert answer.get_json()["operation"] == 0
            tried.add(needed)

    assert tried >= {"accounts:write", "account", "account:manage", PUBLIC}


def test_what_can_be_no_operation_of_a_batch_is_refused_and_no_fault(app: Flask, owner: Client) -> None:
    tried = set()
    for rule in app.url_map.iter_rules():
        if permission_of(app, rule.endpoint) != PERMISSION:
            continue
        for method in (rule.methods or set()) & {"POST", "PUT", "PATCH", "DELETE"}:
            operation = {"method": method, "path": sample_path(rule.rule), "if_match": "*", "body": {}}
            answer = owner.send("POST", "/v1/batch", {"operations": [operation]})
            assert answer.status_code < 500, (rule, answer.text)
            tried.add((method, rule.rule))
    assert {("POST", "/v1/imports"), ("POST", "/v1/media"), ("POST", "/v1/products")} <= tried


def test_what_takes_parameters_is_no_operation_of_a_batch(owner: Client) -> None:
    operation = {"method": "POST", "path": "/v1/imports", "body": {}}
    answer = owner.send("POST", "/v1/batch", {"operations": [operation]})
    assert (answer.status_code, slug_of(answer)) == (403, "forbidden")


@pytest.mark.parametrize("role", ["viewer", None])
def test_who_may_not_write_sends_no_batch(app: Flask, role: str | None) -> None:
    answer = Client(app, role).send("POST", "/v1/batch", {"operations": []})

    assert answer.status_code == (403 if role else 401)
