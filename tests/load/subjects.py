"""What is asked of whom under load, and what must be reached. A further subject is one more line.

They are asked in this order: what is compared stands close together.
"""

from dataclasses import dataclass

from tests.load.arithmetic import Required

LIST, PRODUCT, HOME = "/v1/products?limit=100", "/v1/products/{slug}", "/"


@dataclass(frozen=True)
class Subject:
    """One address at one server (see servers.py). `distinct`: never the same address twice."""

    name: str
    server: str
    path: str
    accept: str | None = None
    is_conditional: bool = False
    is_distinct: bool = False

    @property
    def status(self) -> int:
        return 304 if self.is_conditional else 200


SUBJECTS = (
    Subject("list-gateway", "gateway", LIST),
    Subject("list", "read-api", LIST),
    Subject("list-constant", "constant", LIST),
    Subject("list-304", "read-api", LIST, is_conditional=True),
    Subject("list-br", "read-api", LIST, accept="br"),
    Subject("list-zstd", "read-api", LIST, accept="zstd"),
    Subject("list-gzip", "read-api", LIST, accept="gzip"),
    Subject("list-naive", "naive", LIST),
    Subject("list-nginx", "nginx", LIST),
    Subject("list-nginx-gateway", "nginx-gateway", LIST),
    Subject("product-gateway", "gateway", PRODUCT),
    Subject("product", "read-api", PRODUCT),
    Subject("product-constant", "constant", PRODUCT),
    Subject("product-naive", "naive", PRODUCT),
    Subject("product-nginx", "nginx", PRODUCT),
    Subject("product-nginx-gateway", "nginx-gateway", PRODUCT),
    Subject("home", "frontend", HOME),
    Subject("home-constant", "constant", HOME),
    Subject("home-304", "frontend", HOME, is_conditional=True),
    Subject("home-br", "frontend", HOME, accept="br"),
    Subject("cold", "read-api", LIST, is_distinct=True),
    Subject("cold-naive", "naive", LIST, is_distinct=True),
)

REQUIRED = (
    Required("list of 100, direct, ÷ bare Flask constant", "list", "list-constant", at_least=1.0),
    Required("list of 100, direct, ÷ naive service", "list", "list-naive", at_least=8.0),
    Required("the same as a 304 ÷ bare Flask constant", "list-304", "list-constant", at_least=1.2),
    Required("one product, direct, ÷ bare Flask constant", "product", "product-constant", at_least=1.0),
    Required("list through the gateway ÷ direct", "list-gateway", "list", at_least=0.8),
    Required("product through the gateway ÷ direct", "product-gateway", "product", at_least=0.8),
    Required("list in brotli ÷ bare Flask constant, plain", "list-br", "list-constant", at_least=1.2),
    Required("list in zstd ÷ bare Flask constant, plain", "list-zstd", "list-constant", at_least=1.2),
    Required("list in gzip ÷ bare Flask constant, plain", "list-gzip", "list-constant", at_least=1.2),
    Required("home page, kept ÷ bare Flask constant", "home", "home-constant", at_least=1.0),
    Required("the same as a 304 ÷ bare Flask constant", "home-304", "home-constant", at_least=1.0),
    Required("home page in brotli ÷ bare Flask constant, plain", "home-br", "home-constant", at_least=1.0),
    Required("cold list of 100 ÷ naive service", "cold", "cold-naive", at_least=1.5),
    Required("first page at a million ÷ at 100, cold", "first-page-cold", "first-page-cold-100", at_most=2),
    Required("first page at a million ÷ at 100, kept", "first-page-kept", "first-page-kept-100", at_most=2),
    Required("page 1,000 ÷ first page at 100, cold", "page-1000-cold", "first-page-cold-100", at_most=2),
    Required("page 1,000 ÷ first page at 100, kept", "page-1000-kept", "first-page-kept-100", at_most=2),
    Required("one product at a million ÷ at 100, cold", "one-cold", "one-cold-100", at_most=2),
    Required("one product at a million ÷ at 100, kept", "one-kept", "one-kept-100", at_most=2),
    Required("text search at a million, p95", "search-p95", at_most=50, unit="ms"),
    Required("facets at a million, p95", "facets-p95", at_most=150, unit="ms"),
    Required("acknowledged → visible on both replicas, p99", "freshness-p99", at_most=50, unit="ms"),
    Required("one write, 1 writer ÷ pgbench's same row work", "writes-1", "row-work-1", at_least=0.5),
    Required("one write, 8 writers ÷ pgbench's same row work", "writes-8", "row-work-8", at_least=0.5),
    Required("a batch of 1,000 new products", "batch", at_most=15, unit="s"),
    Required("upload of 12 megapixels, to all renditions", "upload", at_most=15, unit="s"),
    Required("import of 10,000 rows, planned and applied", "import", at_most=60, unit="s"),
    Required("undo of that import, in one request", "import-undo", at_most=45, unit="s"),
    Required("read while it runs ÷ before, p99", "read-meanwhile-p99", "read-quiet-p99", at_most=2),
    Required("a worker after 10,000 hostile URLs ÷ at rest", "memory-growth", at_most=1.3),
    Required("the same worker's memory then", "memory-after", at_most=150, unit="MB"),
)
