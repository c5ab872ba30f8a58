"""The audit is written once, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.postgres import Postgres

ADD = text("insert into catalog.audit (at, event, actor) values (now() - cast(:age as interval), 'x', 'y')")


@pytest.fixture
def audited(catalog: Postgres) -> Postgres:
    with catalog.connection("write_api") as connection, connection.begin():
        for age in ("0", "29 days", "31 days"):
            connection.execute(ADD, {"age": age})
    return catalog


@pytest.mark.parametrize("role", ["catalog_owner", "postgres"])
@pytest.mark.parametrize(
    "statement",
    [
        "update catalog.audit set actor = 'z'",
        "update catalog.audit set actor = 'z' where at < now() - interval '30 days'",
        "delete from catalog.audit",
        "delete from catalog.audit where at > now() - interval '30 days'",
        "truncate catalog.audit",
    ],
)
def test_not_even_its_owner_rewrites_it(audited: Postgres, role: str, statement: str) -> None:
    with audited.connection(role) as connection, pytest.raises(DBAPIError, match=r"not rewritten|truncate"):
        connection.execute(text(statement))


@pytest.mark.parametrize("right", ["update", "delete", "truncate"])
def test_write_api_may_only_add_to_it(audited: Postgres, right: str) -> None:
    statement = text("select has_table_privilege('write_api', 'catalog.audit', :right)")
    with audited.connection("postgres") as connection:
        assert not connection.scalar(statement, {"right": right})


def test_a_purge_takes_the_oldest_but_never_the_last_30_days(audited: Postgres) -> None:
    with audited.connection("write_api") as connection:
        purge = text("select catalog.purge_audit(interval '0', :most)")
        assert connection.scalar(purge, {"most": 10}) == 1
        assert connection.scalar(purge, {"most": 10}) == 0


@pytest.mark.parametrize("role", ["read_public", "read_staff"])
def test_readers_do_not_purge(catalog: Postgres, role: str) -> None:
    statement = text(
        "select has_function_privilege(:role, 'catalog.purge_audit(interval, integer)', 'execute')"
    )
    with catalog.connection("postgres") as connection:
        assert not connection.scalar(statement, {"role": role})


def test_the_staff_s_views_have_no_secret(catalog: Postgres) -> None:
    statement = text(
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'staff'"
        " and column_name ~ 'hash|secret|token|password' and column_name <> 'password_change_required'"
    )
    with catalog.connection("postgres") as connection:
        assert connection.scalars(statement).all() == []
