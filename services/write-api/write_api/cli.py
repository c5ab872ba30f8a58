"""What is done from a shell: `flask --app write_api first-owner` and `issue-token`."""

import json
from datetime import timedelta

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from write_api.database import leader
from write_api.sessions.commands import create_owner
from write_api.sessions.passwords import one_time_password
from write_api.sessions.signing import Subject


@click.command("first-owner")
@click.option("--email", required=True, help="The address to log in with.")
@click.option("--password", help="The password; without it a one-time password is made and printed.")
@with_appcontext
def first_owner(email: str, password: str | None) -> None:
    """Make the first owner, unless there is an owner."""
    chosen = password or one_time_password()
    with Session(leader()) as session, session.begin():
        made = create_owner(session, email, chosen, one_time=password is None)
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


def add_commands(app: Flask) -> None:
    """Give the app its commands."""
    app.cli.add_command(first_owner)
    app.cli.add_command(issue_token)
