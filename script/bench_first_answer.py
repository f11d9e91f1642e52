"""How long a student waits in a browser, from Send to the own question and to the whole answer."""

import re
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.server import Server

QUESTION = "I need to solve the equation `3x + 11 = 14`. Can you help me?"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WARM_UP, MEASURED = 3, 20
STAMP = """
() => {
  window.stamps = {};
  const questions = document.querySelectorAll(".from-student").length;
  const answers = document.querySelectorAll(".from-tutor").length;
  new MutationObserver(() => {
    if (!stamps.own && document.querySelectorAll(".from-student").length > questions) stamps.own = performance.now();
    const said = document.querySelectorAll(".from-tutor");
    const whole = said.length > answers && said[said.length - 1].textContent.includes("The solution to the equation");
    if (!stamps.answer && whole) stamps.answer = performance.now();
  }).observe(document.body, { childList: true, subtree: true });
  const stamp = () => { stamps.sent = performance.now(); };
  document.querySelector("#composer").addEventListener("submit", stamp, { capture: true });
}
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "data")
        first = timed(server.start)
        server.stop()
        second = timed(server.start)
        try:
            own, answer = measure(server)
            print(f"start                    {first:6.2f} s the first time, {second:.2f} s the second")
            print(f"own question visible     {report(own)}")
            print(f"whole answer             {report(answer)}")
            print_memory("web processes", server.processes_of("gunicorn"))
            print_memory("interpreter", interpreter(server))
            print_memory("script", server.processes_of("serve.py"))
        finally:
            server.stop()


def timed(action):
    began = time.monotonic()
    action()
    return time.monotonic() - began


def measure(server):
    """Milliseconds from Send to the own question, and to the whole answer, of each measured question."""
    own, answer = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        for _ in range(WARM_UP + MEASURED):
            stamps = ask(page, server.url)
            own.append(stamps["own"] - stamps["sent"])
            answer.append(stamps["answer"] - stamps["sent"])
            time.sleep(1)  # a class does not ask in lockstep: a spare sandbox is made ready meanwhile
        browser.close()
    return own[WARM_UP:], answer[WARM_UP:]


def ask(page, url):
    page.goto(url)
    page.get_by_label("Your question").fill(QUESTION)
    page.evaluate(STAMP)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".from-tutor").last).to_contain_text("The solution to the equation", timeout=30_000)
    return page.evaluate("stamps")


def report(values):
    ordered = sorted(values)
    median, p90, most = statistics.median(values), ordered[int(0.9 * (len(ordered) - 1))], ordered[-1]
    return f"{median:6.0f} ms median of {len(values)}, {p90:.0f} ms at 90 %, {most:.0f} ms at most"


def interpreter(server):
    """The interpreter's process and all below it: its sandboxes have an environment of their own."""
    found = server.processes_of("interpreter.server")
    for pid in found:
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in path.read_text().split()]
    return found


def print_memory(name, pids):
    print(f"memory, {name:<16} {sum(map(pss, pids)) / 1024:6.0f} MiB PSS in {len(pids)} processes")


def pss(pid):
    """Proportional set size of a process in KiB."""
    try:
        return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])
    except (OSError, TypeError):
        return 0


if __name__ == "__main__":
    main()
