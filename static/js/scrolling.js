// Reason: what scrolls inside itself must be reached by keyboard, and not every browser sees to that by itself.
"use strict";

(() => {
  const SCROLLING = ":is(.math-block, .math-long, .table-scroll, pre.code, .prose):not([tabindex])";

  const reach = () => {
    for (const element of document.querySelectorAll(SCROLLING)) {
      if (element.scrollWidth > element.clientWidth + 1 && !element.closest(".live")) element.tabIndex = 0;
    }
  };

  document.addEventListener("htmx:after:swap", reach);
  document.addEventListener("toggle", reach, { capture: true });
  addEventListener("resize", reach);
  addEventListener("load", () => {
    reach();
    document.fonts?.ready.then(reach); // asked for before the page is there, it has it laid out for that
  });
})();
