"""Make the pictures in docs/images/ anew: answers with formulas, code and a plot, wide and narrow, light and dark.

Usage: .venv/bin/python -m script.make_screenshots
"""

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser_fixtures import FLAGS
from tests.browsing import ask, wait_for_answer
from tests.server import ROOT, Server

IMAGES = ROOT / "docs/images"
PLOT = "Plot y = x^2 - 2x - 3 from x = -2 to 4"
WORKED = "Solve 2x^2 - 4x - 6 = 0"
SCREENS = {
    "conversation": {"viewport": {"width": 1280, "height": 1560}},
    "conversation-dark": {"viewport": {"width": 1280, "height": 1560}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 1500}, "device_scale_factor": 1.5},
    "phone-dark": {"viewport": {"width": 390, "height": 1500}, "device_scale_factor": 1.5, "color_scheme": "dark"},
}


def main():
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "data").start()
        try:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            for name, options in SCREENS.items():
                with browser.new_context(base_url=server.url, **options) as context:
                    picture(context.new_page(), IMAGES / f"{name}.png")
                print(f"docs/images/{name}.png")
            browser.close()
        finally:
            server.stop()


def picture(page, path):
    """Ask for an equation and a plot; the page as far as the screen reaches, which is higher than most."""
    page.goto("/")
    ask(page, WORKED)
    wait_for_answer(page)
    expect(page.locator(".mark")).to_be_visible()
    page.locator(".code-step summary").click()
    ask(page, PLOT)
    wait_for_answer(page, 2)
    expect(page.locator(".picture img")).to_have_js_property("complete", True)
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
