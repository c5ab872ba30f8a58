"""`python -m database roles|migrate|diagram`."""

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from database.connection import NoLeader
from database.migrate import migrate
from database.roles import make_roles
from database.settings import MigrationSettings, RoleSettings
from service_defaults.settings import load


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m database", description=__doc__)
    parser.add_argument("job", choices=JOBS, help="what to do; each may be repeated at any time")
    job = JOBS[parser.parse_args().job]
    try:
        job()
    except (NoLeader, SQLAlchemyError) as error:
        sys.exit(f"database: {error}")


def run_roles() -> None:
    make_roles(load(RoleSettings))
    print("database: the roles are as they should be")


def run_migrations() -> None:
    before, after = migrate(load(MigrationSettings))
    print(f"database: {'nothing to migrate' if before == after else 'migrated'}: the schema is at {after}")


def run_diagram() -> None:
    # Draws from a server of its own, so that it alone needs one; where the jobs run there may be none.
    from database.diagram import redraw

    print(f"database: {'redrawn' if redraw() else 'current already'}: the diagram in the README")


JOBS = {"roles": run_roles, "migrate": run_migrations, "diagram": run_diagram}

if __name__ == "__main__":
    main()
