"""The schema stands."""

from sqlalchemy import text

from tests.postgres import Postgres


def test_a_fresh_catalog_has_its_settings_and_no_products(catalog: Postgres) -> None:
    with catalog.connection("read_public", catalog.standby) as connection:
        assert connection.execute(text("select count(*) from published.product")).scalar_one() == 0
        assert connection.execute(text("select count(*) from published.setting")).scalar_one() == 6
