"""What a route may answer that is sent guesses."""

from api_contract import Header, Reply

TOO_OFTEN = Reply(
    "It was wrong too often, from there or of that account.",
    ("too-many-attempts",),
    (Header("Retry-After", "Seconds after which to try again.", required=True),),
)
