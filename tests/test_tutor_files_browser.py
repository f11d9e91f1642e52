"""A plot and a table that a model's program made, in a browser against the real product and a scripted model server."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import ask, opening, wait_for_answer
from tests.model_server import ModelServer, call, calling, said
from tests.server import Server

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("server")]

CODE = """
import matplotlib.pyplot as plt
import pandas as pd

table = pd.DataFrame({"x": range(-3, 4)})
table["y"] = table.x**2 - 4
table.to_csv("/mnt/data/table.csv", index=False)
table.to_string("/mnt/data/table.txt", index=False)
plt.plot(table.x, table.y)
plt.title("A parabola")
plt.xlabel("number x")
plt.ylabel("height y")
plt.show()
"""
ANSWER = "The lowest point is at `x = 0`. Here is [the table](sandbox:/mnt/data/table.csv) of the plot."
CSV = b"x,y\n-3,5\n-2,0\n-1,-3\n0,-4\n1,-3\n2,0\n3,5\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    model = ModelServer(calling(call(CODE)), said(ANSWER))
    told = {"LLM_API": "chat_completions", "LLM_BASE_URL": model.url, "ASSISTANT_MODEL": "scripted"}
    server = Server(tmp_path_factory.mktemp("files") / "data", shares_interpreter=True, **told).start()
    yield server
    server.stop()
    model.close()


@pytest.fixture(scope="module")
def open_page(chromium, server):
    with opening(chromium, server.url) as open_page:
        yield open_page


@pytest.fixture(scope="module")
def answered(open_page):
    """The page of a guest whose question was just answered."""
    page = open_page()
    ask(page, "Plot y = x^2 - 4 and give me a table")
    wait_for_answer(page)
    return page


def addresses_of(page):
    """Those of the picture, of the table and of the file that is only listed."""
    picture = page.locator(".from-tutor img").get_attribute("src")
    linked = page.locator(".from-tutor .prose a").get_attribute("href")
    return [picture, linked, page.locator(".from-tutor .files a").get_attribute("href")]


def saved(page, name):
    """What a press on a link downloads: its name and its bytes."""
    with page.expect_download() as download:
        page.get_by_role("link", name=name, exact=True).click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_the_plot_is_seen_and_the_table_is_downloaded(answered):
    picture = answered.locator(".from-tutor img")

    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile("A parabola.*number x.*height y"))
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    assert saved(answered, "the table") == ("table.csv", CSV)
    name, text = saved(answered, re.compile(r"^Download table\.txt \(\d+\sbytes\)$"))
    assert (name, text.split()[:4]) == ("table.txt", [b"x", b"y", b"-3", b"5"])
    assert "sandbox:" not in answered.locator(".from-tutor").last.inner_html()
    assert answered.evaluate("window.violations") == []


def test_the_same_without_javascript_on_a_narrow_screen(answered, open_page):
    told = {"java_script_enabled": False, "viewport": {"width": 360, "height": 740}}

    page = open_page(answered.url, storage_state=answered.context.storage_state(), **told)

    expect(page.locator(".from-tutor img")).to_be_visible()
    assert page.locator(".from-tutor img").bounding_box()["width"] > 200
    assert page.request.get(addresses_of(page)[0]).headers["content-type"] == "image/png"
    assert saved(page, "the table") == ("table.csv", CSV)


def test_a_stranger_finds_nothing_at_any_of_the_addresses(answered, open_page):
    stranger = open_page()

    for address in [answered.url, *addresses_of(answered)]:
        response = stranger.goto(address)
        assert response.status == 404
        expect(stranger.get_by_role("heading", level=1)).to_have_text("Not found")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_is_wider_than_the_screen(answered, width):
    answered.set_viewport_size({"width": width, "height": 740})

    assert answered.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
