"""The same reads as a decent developer would write them in a day: ORM, marshmallow, no N+1, no cache."""

from flask import Flask, Response, abort, jsonify, request
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session, selectinload

from service_defaults.settings import load
from tests.load.naive.models import Media, Product, ProductMedia
from tests.load.naive.schemas import ProductSchema
from tests.load.naive.settings import Settings

WHOLE = (
    selectinload(Product.category),
    selectinload(Product.variants),
    selectinload(Product.pictures).selectinload(ProductMedia.media).selectinload(Media.renditions),
)


def create_app() -> Flask:
    settings = load(Settings)
    engine = create_engine(settings.database_url.get_secret_value(), pool_size=settings.threads)
    one, many = ProductSchema(), ProductSchema(many=True)
    app = Flask(__name__)

    @app.get("/v1/products")
    def list_products() -> Response:
        conditions = [Product.is_public]
        if "max_price" in request.args:
            conditions.append(Product.price_min <= request.args.get("max_price", type=int) * 100)
        query = select(Product).where(*conditions).options(*WHOLE)
        with Session(engine) as session:
            total = session.scalar(select(func.count()).select_from(Product).where(*conditions))
            limit = request.args.get("limit", 24, type=int)
            products = session.scalars(query.order_by(Product.position, Product.id).limit(limit)).all()
            return jsonify(items=many.dump(products), total=total, next=None)

    @app.get("/v1/products/<slug>")
    def show_product(slug: str) -> Response:
        query = select(Product).where(Product.is_public, Product.slug == slug).options(*WHOLE)
        with Session(engine) as session:
            product = session.scalars(query).one_or_none() or abort(404)
            return jsonify(one.dump(product))

    @app.get("/health/ready")
    def ready() -> Response:
        return Response(status=204)

    return app
