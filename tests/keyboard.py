"""A student without a mouse: goes from stop to stop, and at each one sees where they are."""

from playwright.sync_api import expect

MOST_STOPS = 80
LOOK = """() => {
    const { activeElement: element } = document;
    if (element === document.body) return null;
    const words = (element.getAttribute("aria-label") ?? element.textContent).trim().replaceAll(/\\s+/g, " ");
    const name = `${element.localName}.${element.className} “${words.slice(0, 40)}”`;
    // A file's field is drawn as its label.
    const drawn = element.matches("input[type=file]") ? element.labels[0] : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
    const boxes = [...drawn.getClientRects()];
    const shows = ([x, y]) => {
        const top = document.elementFromPoint(x, y);
        return top && (drawn.contains(top) || top.contains(drawn) && top.closest("a, button, summary") === top);
    };
    const points = boxes.flatMap(({ left, right, top, bottom }) =>
        [[(left + right) / 2, (top + bottom) / 2], [left + 4, top + 4], [right - 4, bottom - 4]]);
    return { name, ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, shown: points.some(shows) };
}"""


class Keyboard:
    """The keyboard of a page. Each stop has to have a ring, and to lie behind nothing."""

    def __init__(self, page):
        self.page, self.press, self.type = page, page.keyboard.press, page.keyboard.type

    def look(self):
        """The name of what has the focus, which can be seen; None at the end of the page."""
        found = self.page.evaluate(LOOK)
        if not found:
            return None
        self.page.wait_for_function(f"({LOOK})()?.shown")  # scrolling may be smooth
        assert found["ring"], f"nothing shows that {found['name']} has the focus"
        return found["name"]

    def go_to(self, target, key="Tab"):
        """Press Tab until the target has the focus."""
        expect(target).to_have_count(1)
        seen = []
        for _stop in range(MOST_STOPS):
            self.press(key)
            seen.append(self.look())
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"not reached: {target}; stops: {seen}")

    def use(self, target, key="Enter"):
        """Go to the target and press Enter."""
        self.go_to(target)
        self.press(key)

    def go_round(self):
        """The names of all stops, from the beginning of the page to its end: no stop holds one back."""
        self.page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
        self.page.evaluate("document.querySelector('.skip').focus()")
        names = [self.look()]
        while names[-1] and len(names) < MOST_STOPS:
            self.press("Tab")
            names.append(self.look())
        assert names.pop() is None, f"no end: {names}"
        return names

    def is_somewhere(self):
        """After what was just done the focus is on something that is seen."""
        assert self.look(), "the focus was lost"
