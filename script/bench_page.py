"""What a visit to the chat costs: time until one can type, bytes, requests, layout shift; and what Lighthouse says.

Each visit is to the real product on loopback, the first ones with an empty cache, the later ones with what the browser
kept. Lighthouse runs where Node.js and npm are; `--without-lighthouse` leaves it out.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from script.page_costs import Watched
from tests.browser_fixtures import FLAGS
from tests.browsing import ask, wait_for_answer
from tests.server import Server

VISITS = 15
GOAL = 150
"""Milliseconds until one can type."""
LIGHTHOUSE = "lighthouse@12.8.2"  # the last one for Node.js 18 and 20
WANTED = {"accessibility": 100, "best-practices": 100, "performance": 98}
TRIES = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--without-lighthouse", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        server = Server(Path(folder) / "data").start()
        try:
            conversation, cookies = measure(server.url, chosen.visits)
            held = chosen.without_lighthouse or audit(folder, server.url, conversation, cookies)
        finally:
            server.stop()
    sys.exit(0 if held else "Lighthouse wants more")


def measure(url, visits):
    """Print what visits cost; the address of a conversation with formulas, and the cookies of who may read it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        report("first visit, empty chat", [first_visit(browser, url) for _ in range(visits)])
        context = browser.new_context(base_url=url)
        watched = Watched(context)
        watched.visit("/")
        report("later visit, empty chat", [watched.visit("/") for _ in range(visits)])
        ask(watched.page, "Solve 2x^2 - 4x - 6 = 0")
        wait_for_answer(watched.page)
        address, cookies = watched.page.url, context.cookies()
        report("later visit, an answer with formulas", [watched.visit(address) for _ in range(visits)])
        browser.close()
    return address, "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)


def first_visit(browser, url):
    with browser.new_context(base_url=url) as context:
        return Watched(context).visit("/")


def report(name, costs):
    usable = sorted(cost.usable for cost in costs)
    size, requests = (
        statistics.median(values) for values in zip(*((c.size, len(c.received)) for c in costs), strict=True)
    )
    print(
        f"{name}: one can type after {statistics.median(usable):.0f} ms (median of {len(costs)}, goal {GOAL};"
        f" {usable[0]:.0f} to {usable[-1]:.0f}), {size / 1000:.1f} kB in {requests:.0f} requests,"
        f" layout shift {max(cost.shift for cost in costs):.3f}"
    )


def audit(folder, url, conversation, cookies):
    """Print Lighthouse's scores; whether they are as wanted. The best of a few tries counts: the machine is shared."""
    program = lighthouse(Path(folder) / "lighthouse")
    if program is None:
        print("Lighthouse: left out, it needs Node.js and npm")
        return True
    held = True
    for name, address, sent in (("empty chat", url, ""), ("an answer with formulas", conversation, cookies)):
        tries = [scores(program, address, sent) for _ in range(TRIES)]
        best = {category: max(score[category] for score in tries) for category in WANTED}
        print(f"Lighthouse, {name}: " + ", ".join(f"{category} {best[category]}" for category in WANTED))
        held &= all(best[category] >= wanted for category, wanted in WANTED.items())
    return held


def lighthouse(folder):
    """The program, installed for this run alone; None where it cannot be had."""
    if not shutil.which("npm"):
        return None
    command = [
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
        folder,
        LIGHTHOUSE,
    ]
    subprocess.run(command, check=True)
    return folder / "node_modules/.bin/lighthouse"


def scores(program, address, cookies):
    """{category: 0 to 100} of one page, and lines of what it finds wrong."""
    command = [program, address, "--quiet", "--output=json", "--preset=desktop"]
    command += ["--only-categories=" + ",".join(WANTED), "--chrome-flags=--headless=new " + " ".join(FLAGS)]
    if cookies:
        command.append("--extra-headers=" + json.dumps({"Cookie": cookies}))
    environment = os.environ | {"CHROME_PATH": "/usr/bin/chromium"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=180, check=True)
    found = json.loads(done.stdout)
    for category in WANTED:
        for line in complaints(found, category):
            print(f"  {category}: {line}")
    return {category: round(100 * found["categories"][category]["score"]) for category in WANTED}


def complaints(found, category):
    """What costs points, but for the times, which are the machine's."""
    if category != "performance":
        for reference in found["categories"][category]["auditRefs"]:
            audit = found["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield audit["title"]


if __name__ == "__main__":
    main()
