"""What robots are asked to leave alone (RFC 9309): what has a query, but further pages of a listing."""

from flask import Blueprint, Response, render_template

from service_defaults.permissions import PUBLIC, permission

blueprint = Blueprint("robots", __name__)


@blueprint.get("/robots.txt")
@permission(PUBLIC)
def robots() -> Response:
    return Response(render_template("findable/robots.txt"), content_type="text/plain; charset=utf-8")
