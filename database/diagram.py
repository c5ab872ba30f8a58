"""Draws the schema as a Mermaid diagram, from a migrated database, into the README."""

import secrets
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Row, text

from database.connection import connect, leader_url
from database.migrate import migrate
from database.roles import make_roles
from database.settings import MigrationSettings, RoleSettings
from infra.postgres.standalone import Cluster

README = Path(__file__).parent / "README.md"
BEGIN = "<!-- diagram: made by `python -m database diagram` -->"
END = "<!-- end of diagram -->"
SHORT_TYPES = {"timestamp with time zone": "timestamptz", "character": "char"}

COLUMNS = text("""
    select class.relname as entity, attname as name, format_type(atttypid, atttypmod) as type,
           exists (select from pg_constraint
                    where conrelid = class.oid and contype = 'p' and attnum = any (conkey)) as is_key,
           exists (select from pg_constraint
                    where conrelid = class.oid and contype = 'f' and attnum = any (conkey)) as is_reference
      from pg_class as class
      join pg_attribute on attrelid = class.oid and attnum > 0 and not attisdropped
     where class.relnamespace = 'catalog'::regnamespace and class.relkind = 'r'
       and class.relname <> 'migration'
     order by class.relname, attnum
""")
REFERENCES = text("""
    select conrelid::regclass::text as child, confrelid::regclass::text as parent,
           string_agg(attname, ', ' order by place) as columns, not bool_and(attnotnull) as is_optional
      from pg_constraint, unnest(conkey) with ordinality as key (number, place)
      join pg_attribute on attnum = number
     where contype = 'f' and connamespace = 'catalog'::regnamespace and attrelid = conrelid
     group by oid, conrelid, confrelid
     order by parent, child, columns
""")


def draw(connection: Connection) -> str:
    """The tables of the schema `catalog` with their columns and references, as Mermaid's erDiagram."""
    columns = defaultdict(list)
    for column in connection.execute(COLUMNS):
        columns[column.entity].append(f"        {_column(column)}")
    entities = ["\n".join([f"    {entity} {{", *lines, "    }"]) for entity, lines in columns.items()]
    connection.execute(text("set local search_path = catalog"))
    references = [f"    {_reference(row)}" for row in connection.execute(REFERENCES)]
    return "\n".join(["```mermaid", "erDiagram", *references, *entities, "```"])


def in_readme() -> str:
    """The diagram that the README shows."""
    return _around_diagram()[1].strip()


def redraw() -> bool:
    """Draw the diagram anew in the README; answers whether that changed anything."""
    with TemporaryDirectory() as directory, closing(Cluster.start(Path(directory), standbys=0)) as cluster:
        drawn = _draw_schema_of(cluster)
    before, shown, after = _around_diagram()
    README.write_text(f"{before}\n\n{drawn}\n\n{after}", encoding="utf-8")
    return shown.strip() != drawn


def _around_diagram() -> tuple[str, str, str]:
    before, marker, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    shown, end, after = rest.partition(END)
    return before + marker, shown, end + after


def _draw_schema_of(cluster: Cluster) -> str:
    password = secrets.token_urlsafe()
    owner = {"database_nodes": cluster.nodes, "database_name": "mstore", "owner_password": password}
    others = {f"{role}_password": password for role in ("read_public", "read_staff", "write_api")}
    others["superuser_password"] = cluster.primary.password
    make_roles(RoleSettings.model_validate(owner | others))
    settings = MigrationSettings.model_validate(owner)
    migrate(settings)
    with connect(leader_url(settings, "catalog_owner", password), settings.leader_timeout) as connection:
        return draw(connection)


def _column(column: Row[tuple[str, str, str, bool, bool]]) -> str:
    kind = column.type
    for long, short in SHORT_TYPES.items():
        kind = kind.replace(long, short)
    keys = ", ".join(key for key, holds in (("PK", column.is_key), ("FK", column.is_reference)) if holds)
    return f"{kind} {column.name} {keys}".rstrip()


def _reference(row: Row[tuple[str, str, str, bool]]) -> str:
    return f'{row.parent} {"|o" if row.is_optional else "||"}--o{{ {row.child} : "{row.columns}"'
