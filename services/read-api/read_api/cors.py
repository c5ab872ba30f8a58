"""Lets pages of any origin read what is public (Fetch standard, §3.2 "HTTP CORS protocol")."""

from collections.abc import Mapping

ALLOWED = ("Catalog-Min-Revision", "Prefer", "If-None-Match", "If-Modified-Since", "If-Match", "X-Request-Id")

ON_ANSWERS: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "*",
}
ON_PREFLIGHTS: Mapping[str, str] = {
    **ON_ANSWERS,
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": ", ".join(ALLOWED),
    "Access-Control-Max-Age": "86400",
}
