from flask import Blueprint

from frontend.pages.render import render
from service_defaults.permissions import PUBLIC, permission

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
@permission(PUBLIC)
def about() -> str:
    return render("about.html")
