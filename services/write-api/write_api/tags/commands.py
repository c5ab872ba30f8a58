"""What can be done to a tag. Commands flush and never commit.

Products in the trash are changed too: what comes back from there has no tag that was tidied away.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

from write_api.refusals import NoSuchTag, Unacceptable
from write_api.revisions import say, take_revision

# Each tag once, at its first place.
CHANGE = text("""
    UPDATE catalog.product
       SET tags = ARRAY(SELECT name
                          FROM unnest(array_replace(tags, :name, :to)) WITH ORDINALITY AS tag (name, place)
                         WHERE name IS NOT NULL
                         GROUP BY name
                         ORDER BY min(place))
     WHERE tags @> ARRAY[:name]
 RETURNING id
""")


def rename_tag(session: Session, name: str, to: str) -> int:
    """Call a tag otherwise, or make it one with another; how many products had it.

    Raises NoSuchTag, Unacceptable.
    """
    if name == to:
        raise Unacceptable("It is called so.", "/to")
    return _change(session, f"rename tag '{name}' to '{to}'", name, to)


def remove_tag(session: Session, name: str) -> int:
    """Take a tag from all products; how many had it. Raises NoSuchTag."""
    return _change(session, f"remove tag '{name}'", name, None)


def _change(session: Session, reason: str, name: str, to: str | None) -> int:
    say(session, reason)
    take_revision(session)  # a statement that waited for it would not see what it waited for
    changed = session.execute(CHANGE, {"name": name, "to": to}).all()
    if not changed:
        raise NoSuchTag
    return len(changed)
