"""Writers who write down what they are about to commit, and whether they know that it was."""

import contextlib
import random
import threading
import time
from collections.abc import Iterator

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.consistency.arena import TOKEN, Arena
from tests.consistency.history import Goods, Token, Write

SLUGS = tuple(f"thing-{number}" for number in range(10))
ADD = text("""
    WITH product AS (
        INSERT INTO catalog.product (slug, title, status) VALUES (:slug, :title, 'active') RETURNING id
    )
    INSERT INTO catalog.variant (product_id, price) SELECT id, :price FROM product
""")
CLEAR = text("UPDATE catalog.product SET deleted_at = now() WHERE deleted_at IS NULL")
CHANGE = text("""
    UPDATE catalog.product SET title = :title, status = :status WHERE slug = :slug AND deleted_at IS NULL
""")
CHANGE_PRICE = text("""
    UPDATE catalog.variant SET price = :price
     WHERE product_id = (SELECT id FROM catalog.product WHERE slug = :slug AND deleted_at IS NULL)
""")
PARENT = text("SELECT number, nonce FROM catalog.revision_log WHERE number = :number - 1")
GOODS = text("SELECT slug, id::text, title, price_min FROM catalog.product WHERE deleted_at IS NULL")
LOG = text("""
    SELECT revision_log.number, nonce, after ->> 'slug' AS slug, after ->> 'title' AS title,
           (after ->> 'price_min')::bigint AS price, after ->> 'status' AS status
      FROM catalog.revision_log
      LEFT JOIN catalog.change ON change.revision = revision_log.number AND change.entity = 'product'
     WHERE revision_log.number >= :first
     ORDER BY revision_log.number
""")

Effects = dict[str, Goods | None]


class Desk:
    """Where writers write: every transaction goes into the history before its commit, with what it did."""

    def __init__(self, arena: Arena) -> None:
        self._arena, self.history = arena, arena.history
        self._rng, self._titles = random.Random(0), iter(range(10**9))
        self.newest: Token | None = None
        """The last revision that was acknowledged to anybody."""

    def open(self) -> None:
        """Put the goods on the shelves, and nothing else; that state is the root of all later ones."""
        with self._connection() as (connection, _), connection.begin():
            connection.execute(CLEAR)
            for number, slug in enumerate(SLUGS):
                connection.execute(ADD, {"slug": slug, "title": f"Made {number}", "price": 100 + number})
            rows = connection.execute(GOODS).all()
            token = Token(*connection.execute(TOKEN).one())
        self.history.ids = {slug: id_ for slug, id_, _, _ in rows}
        goods: Effects = {slug: Goods(title, price) for slug, _, title, price in rows}
        self._note(Write(token, None, goods, self._arena.leader.address, 0.0, time.monotonic()))

    def write(self, effects: Effects | None = None, before_commit: tuple[str, ...] = ()) -> Token:
        """Change some products as one revision; what is done `before_commit` is SQL of the superuser's."""
        effects = effects or self.some_effects(self._rng)
        with self._connection("postgres" if before_commit else "write_api") as (connection, leader):
            return self._commit(connection, leader, effects, before_commit)

    def some_effects(self, rng: random.Random) -> Effects:
        """Two or three products get another title and price, or are withdrawn: never what they were."""
        slugs = rng.sample(SLUGS, rng.choice([2, 3]))
        return {slug: None if rng.random() < 0.2 else self._goods(rng) for slug in slugs}

    def _goods(self, rng: random.Random) -> Goods:
        return Goods(f"Made {next(self._titles)}", rng.randrange(100, 9999))

    def keep_writing(self, rng: random.Random, over: threading.Event, pause: float) -> None:
        """One transaction after the other, on whoever is the leader, `pause` seconds between them."""
        while not over.is_set():
            with contextlib.suppress(DBAPIError), self._connection() as (connection, leader):
                while not over.wait(rng.uniform(0, 2 * pause)):
                    self._commit(connection, leader, self.some_effects(rng))
            over.wait(0.05)

    def close(self) -> None:
        """Read what is left in the end."""
        first = self.history.writes[0].token.number
        with self._connection() as (connection, _):
            rows = connection.execute(LOG, {"first": first}).all()
        for number, nonce, slug, title, price, status in rows:
            token = Token(number, nonce)
            effects = self.history.log.setdefault(token, {})
            if slug is not None:
                effects[slug] = Goods(title, price) if status == "active" else None
        self.history.final = list(self.history.log)

    def _commit(
        self, connection: Connection, leader: str, effects: Effects, before_commit: tuple[str, ...] = ()
    ) -> Token:
        begun = time.monotonic()
        with connection.begin() as transaction:
            for slug, goods in sorted(effects.items()):
                _change(connection, slug, goods, next(self._titles))
            for statement in before_commit:
                connection.execute(text(statement))
            token = Token(*connection.execute(TOKEN).one())
            parent = Token(*connection.execute(PARENT, {"number": token.number}).one())
            write = Write(token, parent, effects, leader, begun, None)
            self.history.writes.append(write)
            transaction.commit()
        self._note(write)
        return token

    def _note(self, write: Write) -> None:
        acknowledged = Write(**{**vars(write), "acknowledged": time.monotonic()})
        self.history.writes.append(acknowledged)
        self.newest = write.token

    @contextlib.contextmanager
    def _connection(self, role: str = "write_api") -> Iterator[tuple[Connection, str]]:
        """A connection to the leader of now, and which that is."""
        leader = self._arena.leader.address
        engine = create_engine(self._arena.postgres.url(role, leader))
        try:
            with engine.connect() as connection:
                yield connection, leader
        finally:
            engine.dispose()


def _change(connection: Connection, slug: str, goods: Goods | None, number: int) -> None:
    """What is withdrawn gets another title too, so that there is always something to write down."""
    title, status = (goods.title, "active") if goods else (f"Withdrawn {number}", "archived")
    connection.execute(CHANGE, {"slug": slug, "title": title, "status": status})
    if goods:
        connection.execute(CHANGE_PRICE, {"slug": slug, "price": goods.price})
