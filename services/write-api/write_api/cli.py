"""What is done from a shell, as `flask --app write_api …`: the first owner, tokens, and what purges."""

import json
from collections.abc import Callable
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from marshmallow import ValidationError
from marshmallow.validate import Email, Validator
from sqlalchemy import TextClause, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from write_api.accounts.commands import create_first_owner
from write_api.audit.commands import record
from write_api.audit.events import Event
from write_api.database import leader
from write_api.jobs import service
from write_api.jobs.housekeeping import empty_trash
from write_api.media.commands import lacking_renditions, render_media
from write_api.origin import Origin
from write_api.refusals import NoImage
from write_api.revisions import sign
from write_api.sessions.schemas import NEW_PASSWORD
from write_api.sessions.signing import Subject

PURGE = text("SELECT catalog.purge_history(make_interval(days => :days), :at_most)")
PURGE_AUDIT = text("SELECT catalog.purge_audit(make_interval(days => :days), :at_most)")
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
    try:
        with Session(leader()) as session, session.begin():
            made = create_first_owner(session, Origin("first-owner"), email, password)
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot be reached: {error.orig}") from error
    if made and password is None:
        click.echo(json.dumps({"email": email, "one_time_password": made}))


@click.command("issue-token")
@click.option("--actor", required=True, help="Whom the revision log names.")
@click.option("--scope", required=True, help='Scopes with blanks between them: "catalog:read catalog:write".')
@click.option("--minutes", required=True, type=click.IntRange(1, 60), help="How long it is good.")
@with_appcontext
def issue_token(actor: str, scope: str, minutes: int) -> None:
    """Print an access token for a program on this machine; the audit tells of it, or there is none."""
    scopes = scope.split()
    try:
        with Session(leader()) as session, session.begin():
            told = {"for": actor, "scopes": scopes, "minutes": minutes}
            record(session, Origin("issue-token"), Event.TOKEN_ISSUED, None, **told)
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot be reached: {error.orig}") from error
    subject = Subject(actor, actor, "service")
    click.echo(current_app.extensions["signing_key"].sign(subject, scopes, timedelta(minutes=minutes)))


@click.command("purge-history")
@click.option("--keep-days", required=True, type=click.IntRange(0, 100_000), help="How long history is kept.")
@with_appcontext
def purge_history(keep_days: int) -> None:
    """Forget older revisions, but never the newest; print how many. It is no revision itself.

    Who mirrors the catalog and has not asked for so long has to take a snapshot anew.
    """
    _purge(PURGE, keep_days)


@click.command("purge-audit")
@click.option(
    "--keep-days", required=True, type=click.IntRange(30, 100_000), help="How long events are kept."
)
@with_appcontext
def purge_audit(keep_days: int) -> None:
    """Forget older events of authentication; print how many. What is younger than 30 days stays always."""
    _purge(PURGE_AUDIT, keep_days)


def _purge(statement: TextClause, keep_days: int) -> None:
    gone = 0
    try:
        while step := _purge_some(statement, keep_days):
            gone += step
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot do it now: {error.orig}") from error
    click.echo(json.dumps({"purged": gone}))


@click.command("purge-trash")
@click.option(
    "--keep-days", required=True, type=click.IntRange(0, 100_000), help="How long the trash is kept."
)
@with_appcontext
def purge_trash_command(keep_days: int) -> None:
    """Remove for good what has been in the trash for longer; print how much. Each hundred is a revision."""
    gone = 0
    try:
        while step := empty_trash(leader(), timedelta(days=keep_days)):
            gone += step
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot do it now: {error.orig}") from error
    click.echo(json.dumps({"purged": gone}))


def _purge_some(statement: TextClause, keep_days: int) -> int:
    """Forget some, in a transaction of its own: replicas follow a short one without falling behind."""
    with leader().begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))  # one import may be a million rows
        return int(connection.scalar(statement, {"days": keep_days, "at_most": PURGED_AT_ONCE}) or 0)


@click.command("run-jobs")
def run_jobs() -> None:
    """Run what no request waits for, until it is told to stop: imports are planned and applied here."""
    service.run_jobs()


@click.command("render-pictures")
@with_appcontext
def render_pictures() -> None:
    """Render pictures from before there was AVIF as those of today; print how many.

    Each is a revision by itself where products show it, so that writers need not wait for all.
    """
    refused: dict[str, str] = {}
    try:
        with Session(leader()) as session:
            lacking = lacking_renditions(session)
        for sha256 in lacking:
            try:
                with Session(leader()) as session, session.begin():
                    sign(session, "render-pictures", "render pictures")
                    render_media(session, sha256)
            except NoImage as refusal:
                refused[sha256] = refusal.detail
    except OperationalError as error:
        raise click.ClickException(f"The leader cannot do it now: {error.orig}") from error
    click.echo(json.dumps({"rendered": len(lacking) - len(refused), "refused": refused}))


def add_commands(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(run_jobs)
    app.cli.add_command(purge_history)
    app.cli.add_command(purge_trash_command)
    app.cli.add_command(render_pictures)
    app.cli.add_command(purge_audit)
    app.cli.add_command(first_owner)
    app.cli.add_command(issue_token)
