"""Pages in a real browser, one of their own for each person, and what people do on them."""

import contextlib
import re
import sqlite3

from playwright.sync_api import expect

MAKE_JANE = (
    "from accounts.models import User; "
    "User.objects.create_user('jane', password='correct horse', display_name='Jane Doe', plan='premium')"
)
WATCH_POLICY = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
"""


@contextlib.contextmanager
def opening(chromium, url):
    """What opens a page of a server, in a browser of its own: open_page(path, script that comes first, **options).

    At the end nothing may have been blocked, broken or fetched elsewhere.
    """
    contexts, problems = [], []

    def open_page(path="/", script="", **options):
        contexts.append(chromium.new_context(base_url=url, **options))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        page.add_init_script(WATCH_POLICY + script)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url) if url not in request.url else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        for page in context.pages:
            problems += page.evaluate("window.violations || []")
        context.close()
    assert problems == [], problems


def sign_in(page):
    page.goto("/accounts/login/")
    page.get_by_label("Username").fill("jane")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/c/$"))
    page.goto("/")


def ask(page, text):
    page.get_by_label("Your question", exact=True).fill(text)
    page.get_by_role("button", name="Send", exact=True).click()


def wait_for_answer(page, number=1):
    expect(page.locator(".from-student")).to_have_count(number)
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def query(server, sql, *values):
    with sqlite3.connect(f"file:{server.folder}/tutor.sqlite3?mode=ro", uri=True, timeout=10) as database:
        return database.execute(sql, values).fetchall()
