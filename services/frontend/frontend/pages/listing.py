from frontend.filters import Filters
from frontend.pages.render import catalog
from frontend.wire import Listing
from service_defaults.problems import Problem


def page_of(filters: Filters, **narrowed: str) -> Listing:
    """The products of a page with what they can be narrowed by; raises Problem 404 beyond the last page."""
    listing = catalog().products(**{**filters.parameters(), **narrowed})
    if filters.page > 1 and not listing["items"]:
        raise Problem(404, "not-found", f"There is no page {filters.page}.")
    return listing
