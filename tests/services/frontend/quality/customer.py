"""Someone who opens pages at any size and in any colours, and what their browser notes meanwhile."""

from typing import Literal

import pytest
from playwright.sync_api import Page, Route

from tests.services.frontend.everything import PAGES

AWAY = "/?the-api-is-away"
"""The page that says so: of a shop whose API fails."""

every_page = pytest.mark.parametrize("address", [*PAGES, AWAY])

SIZES = {360: 740, 768: 1024, 1440: 900}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

NOTE_SHIFTS = """
window.shifts = []
new PerformanceObserver(list => shifts.push(...list.getEntries().map(each => each.value)))
    .observe({type: "layout-shift", buffered: true})
"""
FIRST_PAINT = """new Promise(done => new PerformanceObserver(done).observe({type: "paint", buffered: true}))
    .then(() => null)"""
READ_TO_THE_END = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    for (let top = 0; top < document.body.scrollHeight; top += innerHeight) {
        scrollTo(0, top)
        await frame()
    }
    const late = [...document.images].filter(image => image.checkVisibility() && !image.complete)
    const arrival = image => new Promise(done => image.onload = image.onerror = done)
    const all = [document.fonts.ready, ...late.map(arrival)]
    const deadline = new Promise((_, fail) => setTimeout(fail, 20000, "A picture or a font did not come."))
    await Promise.race([Promise.all(all), deadline])
    await frame()
}"""


class Customer:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, url: str) -> Page:
        self.page.goto(url)
        return self.page

    def look(self, width: int, scheme: Scheme) -> None:
        """Turn the page that is open to this width and these colours."""
        self.page.set_viewport_size({"width": width, "height": SIZES.get(width, 740)})
        self.page.emulate_media(color_scheme=scheme)

    def read(self) -> None:
        """Look at the whole page, until all that it shows is there."""
        self.page.evaluate(READ_TO_THE_END)

    def shift_of(self, url: str) -> float:
        """How much moves while the page loads, its fonts after all else, and is read to its end."""
        late: list[Route] = []
        painted = False

        def hold(font: Route) -> None:
            font.continue_() if painted else late.append(font)

        self.page.emulate_media(reduced_motion="no-preference")
        self.page.add_init_script(NOTE_SHIFTS)
        self.page.route("**/*.woff2", hold)
        self.page.goto(url, wait_until="domcontentloaded")
        self.page.evaluate(FIRST_PAINT)
        painted = True
        for font in late:
            font.continue_()
        self.read()
        shifts: list[float] = self.page.evaluate("shifts")
        return sum(shifts)
