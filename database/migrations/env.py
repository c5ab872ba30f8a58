"""Runs the migrations on the connection that `database.migrate` hands over, all in one transaction."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, version_table="migration", version_table_schema="catalog")
with context.begin_transaction():
    context.run_migrations()
