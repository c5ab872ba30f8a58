from flask import Blueprint

from frontend.pages.render import catalog, render
from service_defaults.permissions import PUBLIC, permission

FEATURED = 9
NEW = 4

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@permission(PUBLIC)
def home() -> str:
    featured = catalog().products(limit=FEATURED)
    shown = {product["id"] for product in featured["items"]}
    newest = catalog().products(sort="-created", limit=FEATURED + NEW)["items"]
    new = [product for product in newest if product["id"] not in shown][:NEW]
    return render("home.html", featured=featured["items"], total=featured["total"], new=new)
