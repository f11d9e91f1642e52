"""axe-core in a page: what it finds serious or critical there."""

from tests.server import ROOT

SOURCE = ROOT / "tests/vendor/axe-core-4.14.1/axe.min.js"
SERIOUS = ("serious", "critical")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then(found => found.violations)"
LOOKS = {
    "light": {"color_scheme": "light", "width": 1280, "height": 900},
    "dark, narrow": {"color_scheme": "dark", "width": 320, "height": 640},
}


def serious(page):
    """What is serious or critical in a page as it is now, each look in turn, as lines that name the elements."""
    found = []
    for name, look in LOOKS.items():
        page.emulate_media(color_scheme=look["color_scheme"], reduced_motion="reduce")  # nothing half faded in
        page.set_viewport_size({"width": look["width"], "height": look["height"]})
        found += [f"{name}: {line}" for line in _violations(page)]
    return found


def _violations(page):
    if not page.evaluate("!!window.axe"):
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
    for violation in page.evaluate(RUN, RULES):
        if violation["impact"] in SERIOUS:
            for node in violation["nodes"]:
                yield f"{violation['id']}: {node['html'][:150]} ({node['failureSummary'].splitlines()[-1].strip()})"
