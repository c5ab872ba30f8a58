"""The staff's view of tags, column by column."""

from sqlalchemy import BigInteger, Column, Table, Text

from read_api.views import metadata

tag = Table("tag", metadata, Column("name", Text), Column("products", BigInteger), schema="staff")
