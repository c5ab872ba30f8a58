"""The jobs may run as often as one likes, at once, and say what is wrong when they cannot."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

import database
from database.connection import NoLeader
from database.diagram import draw, in_readme
from database.migrate import ADVISORY_LOCK, migrate
from database.roles import make_roles
from tests.postgres import NAME, Postgres, migration_settings, role_settings

OBJECTS = text("""
    select classid::regclass::text, objid, md5(string_agg(refobjid::text, ',' order by refobjid, refobjsubid))
      from pg_depend where objid >= 16384 group by 1, 2 order by 1, 2
""")
LAST = "0013_imports"


def objects(postgres: Postgres) -> list[object]:
    with postgres.connection("catalog_owner") as connection:
        return [tuple(row) for row in connection.execute(OBJECTS)]


def test_migrating_again_changes_nothing(postgres: Postgres) -> None:
    before = objects(postgres)
    assert migrate(migration_settings(postgres)) == (LAST, LAST)
    assert objects(postgres) == before


def test_making_the_roles_again_changes_nothing(postgres: Postgres) -> None:
    before = objects(postgres)
    make_roles(role_settings(postgres))
    assert objects(postgres) == before


def test_two_jobs_at_once_take_turns(postgres: Postgres) -> None:
    name = "mstore_at_once"
    roles = role_settings(postgres).model_copy(update={"database_name": name})
    migrations = migration_settings(postgres).model_copy(update={"database_name": name})
    try:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(make_roles, [roles] * 3))
            outcomes = sorted(pool.map(migrate, [migrations] * 3), key=str)
    finally:
        drop_database(postgres, name)
    assert outcomes == [(LAST, LAST), (LAST, LAST), (None, LAST)]


def drop_database(postgres: Postgres, name: str) -> None:
    with postgres.connection("postgres") as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"drop database if exists {name} with (force)"))


def test_a_job_gives_its_turn_back(postgres: Postgres) -> None:
    migrate(migration_settings(postgres))
    with postgres.connection("catalog_owner") as connection:
        lock = text("select pg_try_advisory_xact_lock(:lock)")
        assert connection.execute(lock, {"lock": ADVISORY_LOCK}).scalar_one()


def test_there_is_no_way_back() -> None:
    for revision in (Path(database.__file__).parent / "migrations" / "versions").glob("*.py"):
        assert "def downgrade" not in revision.read_text()


def test_a_job_finds_the_leader_wherever_it_is(postgres: Postgres) -> None:
    nodes = f"{postgres.standby},{postgres.primary}"
    assert migrate(migration_settings(postgres).model_copy(update={"database_nodes": nodes})) == (LAST, LAST)


def test_a_job_waits_for_a_leader_for_a_bounded_time(postgres: Postgres) -> None:
    settings = migration_settings(postgres).model_copy(
        update={"database_nodes": postgres.standby, "leader_timeout": 0.2}
    )
    with pytest.raises(NoLeader, match="session is read-only"):
        migrate(settings)


def run_job(postgres: Postgres, job: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {
        "DATABASE_NODES": postgres.nodes,
        "DATABASE_NAME": NAME,
        "OWNER_PASSWORD": postgres.passwords["catalog_owner"],
        "LEADER_TIMEOUT": "0.2",
    }
    command = [sys.executable, "-m", "database", job]
    return subprocess.run(
        command, env={**os.environ, **told, **environment}, capture_output=True, text=True, timeout=60
    )


def test_the_command_says_what_it_did(postgres: Postgres) -> None:
    done = run_job(postgres, "migrate")
    assert (done.returncode, done.stdout) == (0, f"database: nothing to migrate: the schema is at {LAST}\n")


def test_a_wrong_password_is_a_clear_failure(postgres: Postgres) -> None:
    done = run_job(postgres, "migrate", OWNER_PASSWORD="wrong")
    assert done.returncode == 1
    assert "No leader let catalog_owner in" in done.stderr
    assert "password authentication failed" in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_settings_are_all_named(postgres: Postgres) -> None:
    done = run_job(postgres, "roles", DATABASE_NAME="")
    assert done.returncode != 0
    for name in ("DATABASE_NAME", "SUPERUSER_PASSWORD", "READ_PUBLIC_PASSWORD", "WRITE_API_PASSWORD"):
        assert name in done.stderr


def test_the_diagram_in_the_readme_is_current(postgres: Postgres) -> None:
    with postgres.connection("catalog_owner") as connection:
        assert draw(connection) == in_readme()


def test_the_readme_names_every_constraint_of_the_catalog(postgres: Postgres) -> None:
    readme = (Path(database.__file__).parent / "README.md").read_text(encoding="utf-8")
    with postgres.connection("catalog_owner") as connection:
        missing = [name for name in constraints(connection) if f"`{name}`" not in readme]
    assert missing == []


def constraints(connection: Connection) -> list[str]:
    statement = text("""
        select conname from pg_constraint
         where connamespace = 'catalog'::regnamespace and contype in ('c', 'u', 'x')
           and split_part(conname, '_', 1) in ('product', 'variant', 'category', 'setting')
         union
        select relname from pg_index join pg_class on oid = indexrelid
         where relnamespace = 'catalog'::regnamespace and indisunique and indpred is not null
    """)
    return list(connection.execute(statement).scalars())


def test_every_foreign_key_has_an_index(postgres: Postgres) -> None:
    statement = text("""
        select conname from pg_constraint
         where contype = 'f' and connamespace = 'catalog'::regnamespace
           and not exists (select from pg_index
                            where indrelid = conrelid and (indkey::smallint[])[0] = conkey[1])
    """)
    with postgres.connection("catalog_owner") as connection:
        assert connection.execute(statement).scalars().all() == []
