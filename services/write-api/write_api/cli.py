"""What is done from a shell: `flask --app write_api first-owner`, `issue-token` and `purge-history`."""

import json
from collections.abc import Callable
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from marshmallow import ValidationError
from marshmallow.validate import Email, Validator
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from write_api.database import leader
from write_api.sessions.commands import create_owner
from write_api.sessions.passwords import one_time_password
from write_api.sessions.schemas import NEW_PASSWORD
from write_api.sessions.signing import Subject

PURGE = text("SELECT catalog.purge_history(make_interval(days => :days), :at_most)")
PURGED_AT_ONCE = 1000


def _checked_by(validate: Validator) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """A callback that accepts of an option what bodies accept of the same."""

    def check(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        try:
            return None if value is None else str(validate(value))
        except ValidationError as error:
            raise click.BadParameter(" ".join(map(str, error.messages))) from error

    return check


@click.command("first-owner")
@click.option("--email", required=True, callback=_checked_by(Email()), help="The address to log in with.")
@click.option(
    "--password",
    callback=_checked_by(NEW_PASSWORD),
    help="The password; without it a one-time password is made and printed.",
)
@with_appcontext
def first_owner(email: str, password: str | None) -> None:
    """Make the first owner, unless there is an owner."""
    chosen = password or one_time_password()
    try:
        with Session(leader()) as session, session.begin():
            made = create_owner(session, email, chosen, one_time=password is None)
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot be reached: {error.orig}") from error
    if made and password is None:
        click.echo(json.dumps({"email": email, "one_time_password": chosen}))


@click.command("issue-token")
@click.option("--actor", required=True, help="Whom the revision log names.")
@click.option("--scope", required=True, help='Scopes with blanks between them: "catalog:read catalog:write".')
@click.option("--minutes", required=True, type=click.IntRange(1, 60), help="How long it is good.")
@with_appcontext
def issue_token(actor: str, scope: str, minutes: int) -> None:
    """Print an access token for a program on this machine."""
    subject = Subject(actor, actor, "service")
    click.echo(current_app.extensions["signing_key"].sign(subject, scope.split(), timedelta(minutes=minutes)))


@click.command("purge-history")
@click.option("--keep-days", required=True, type=click.IntRange(0, 100_000), help="How long history is kept.")
@with_appcontext
def purge_history(keep_days: int) -> None:
    """Forget older revisions, but never the newest; print how many. It is no revision itself.

    Who mirrors the catalog and has not asked for so long has to take a snapshot anew.
    """
    gone = 0
    try:
        while step := _purge(keep_days):
            gone += step
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot do it now: {error.orig}") from error
    click.echo(json.dumps({"purged": gone}))


def _purge(keep_days: int) -> int:
    """Forget some, in a transaction of its own: replicas follow a short one without falling behind."""
    with leader().begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))  # one import may be a million rows
        return int(connection.scalar(PURGE, {"days": keep_days, "at_most": PURGED_AT_ONCE}) or 0)


def add_commands(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(purge_history)
    app.cli.add_command(first_owner)
    app.cli.add_command(issue_token)
