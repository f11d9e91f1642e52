"""What a visit to a page costs in a browser: bytes over the wire, requests, time until one can type, layout shift."""

from dataclasses import dataclass, field

SHIFTS = """
window.layoutShift = 0;
const around = (node) => (node.closest ? node : node.parentElement);
const isState = ({node}) => !node?.isConnected || around(node).closest(".pending, .tools");
new PerformanceObserver((list) => {
  for (const {hadRecentInput, sources, value} of list.getEntries()) {
    if (!hadRecentInput && !sources.every(isState)) window.layoutShift += value;
  }
}).observe({type: "layout-shift", buffered: true});
"""
"""Adds up what moves by itself. A live turn's state may: it stands below text that grows, and ends as the tools."""
USABLE = """() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [navigation.domContentLoadedEventEnd, paint ? paint.startTime : null];
}"""


@dataclass
class Costs:
    """`received`: {address: bytes, headers included}. `usable`: milliseconds from the navigation until the box is
    painted and the scripts have run."""

    received: dict = field(default_factory=dict)
    usable: float = 0
    shift: float = 0

    @property
    def size(self):
        return sum(self.received.values())


class Watched:
    """A page whose traffic is counted. What the browser's cache answers costs nothing."""

    def __init__(self, context):
        self.page = context.new_page()
        self.page.add_init_script(SHIFTS)
        self._addresses, self._received = {}, {}
        session = context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.loadingFinished", self._finished)

    def _sent(self, event):
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event):
        if event["encodedDataLength"]:
            self._received[self._addresses[event["requestId"]]] = event["encodedDataLength"]

    def visit(self, address):
        """Load a page and wait until nothing more comes; its Costs."""
        self._received.clear()
        self.page.goto(address, wait_until="networkidle")
        self.page.wait_for_function(f"({USABLE})()[1]")
        return Costs(dict(self._received), max(self.page.evaluate(USABLE)), self.page.evaluate("layoutShift"))
