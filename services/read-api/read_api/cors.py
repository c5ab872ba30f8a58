"""Lets pages of any origin read what is public (Fetch standard, §3.2 "HTTP CORS protocol")."""

from collections.abc import Mapping

EXPOSED = (
    *("Catalog-Revision", "Catalog-Stale", "ETag", "Age", "Link", "Retry-After", "X-Request-Id"),
    *("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),  # the gateway's
    *("Deprecation", "Sunset"),
)
ALLOWED = ("Catalog-Min-Revision", "Prefer", "If-None-Match", "If-Modified-Since", "X-Request-Id")

ON_ANSWERS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
}
ON_PREFLIGHTS: Mapping[str, str] = {
    **ON_ANSWERS,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": ", ".join(ALLOWED),
    "Access-Control-Max-Age": "86400",
}
