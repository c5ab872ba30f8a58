"""Forgets imports that are long over; what they changed and the pictures they asked for stay."""

from sqlalchemy import Engine, text

KEPT_DAYS = 30
PURGE = text("""
    DELETE FROM catalog.import
     WHERE id = (SELECT id FROM catalog.import
                  WHERE status NOT IN ('accepted', 'applying')
                    AND updated_at < now() - make_interval(days => :days)
                  ORDER BY updated_at LIMIT 1)
    RETURNING id
""")


def purge_next(engine: Engine) -> bool:
    """Forget one; whether there was one."""
    with engine.begin() as connection:
        return connection.scalar(PURGE, {"days": KEPT_DAYS}) is not None
