// Reason: what arrives must not disturb a reader: selections, focus and the place on the page outlive each swap.
"use strict";

(() => {
  const liveAround = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".live");
  const isPoller = (element) => element?.getAttribute?.("aria-busy") === "true";

  // Text that grows is changed from where it differs on; setting it anew would collapse the selections in it.
  const grow = (text, value) => {
    let same = 0;
    while (same < text.length && text.data[same] === value[same]) same++;
    text.replaceData(same, text.length - same, value.slice(same));
  };

  htmx.registerExtension("growing-text", {
    htmx_before_morph_node: (_element, { oldNode, newNode }) => {
      for (let old = oldNode.firstChild, next = newNode.firstChild; old?.nodeName === next?.nodeName && old; ) {
        if (old.nodeType === Node.TEXT_NODE && old.data !== next.data) grow(old, next.data);
        [old, next] = [old.nextSibling, next.nextSibling];
      }
    },
  });

  // A selection in moving text goes over into the finished block: it is named by the texts before its two ends.
  const textBefore = (root, node, offset) => {
    const range = document.createRange();
    range.setStart(root, 0);
    range.setEnd(node, offset);
    return range.toString();
  };

  const selectionIn = (live) => {
    const { anchorNode, anchorOffset, focusNode, focusOffset, isCollapsed } = getSelection();
    if (isCollapsed || !live || liveAround(anchorNode) !== live || liveAround(focusNode) !== live) return null;
    return [textBefore(live, anchorNode, anchorOffset), textBefore(live, focusNode, focusOffset)];
  };

  const placeAfter = (root, offset) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode() && offset > texts.currentNode.length) offset -= texts.currentNode.length;
    return [texts.currentNode, offset];
  };

  const blocksOf = (turn) => [...turn.querySelectorAll(".blocks .prose")];

  const selected = () => {
    const live = liveAround(getSelection().anchorNode);
    const ends = selectionIn(live);
    return ends && { ends, turn: live.closest(".turn"), blocks: blocksOf(live.closest(".turn")).length };
  };

  const selectAgain = ({ ends, turn, blocks }) => {
    const live = turn.querySelector(".live");
    if (String(selectionIn(live)) === String(ends)) return;
    const roots = [...blocksOf(turn).slice(blocks), live];
    const root = roots.find((root) => ends.every((text) => root?.textContent.startsWith(text)));
    if (root) getSelection().setBaseAndExtent(...ends.flatMap((text) => placeAfter(root, text.length)));
  };

  // While a selection is being drawn the text stays where it is: the next poll brings the same again.
  const PATIENCE = 10_000;
  let pressedAt = -Infinity;
  document.addEventListener("pointerdown", (event) => {
    if (liveAround(event.target)) pressedAt = performance.now();
  });
  for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => (pressedAt = -Infinity));

  // The font of formulas comes while one types: coming with the first formula, or after it, it would move what stands
  // there. An answer that is quicker waits a little for it: the next poll brings the same again.
  const FONT_PATIENCE = 1500;
  let fontIsComing = null;
  let waitsSince = null;
  const fetchFont = () => {
    if (fontIsComing !== null || !document.fonts) return;
    fontIsComing = true;
    const settled = () => (fontIsComing = false);
    document.fonts.load('1em "Tutor Math"', "x").then(settled, settled);
  };
  const waitsForFont = () => {
    if (!fontIsComing) return false;
    waitsSince ??= performance.now();
    return performance.now() - waitsSince < FONT_PATIENCE;
  };
  document.addEventListener("input", ({ target }) => target.form?.id === "composer" && fetchFont());
  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement.id === "composer") fetchFont();
  });

  // A reader at the end of the conversation stays there; one who has scrolled up, opened or selected something is left
  // alone.
  let follows = !location.hash;
  let top = 0;
  const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 8;
  const toEnd = () => scrollTo({ top: document.documentElement.scrollHeight });
  const selects = () => !getSelection().isCollapsed && document.getElementById("turns").contains(getSelection().anchorNode);

  document.addEventListener("scroll", () => {
    follows = atEnd() || (follows && scrollY >= top);
    top = scrollY;
  });
  document.addEventListener("toggle", () => (follows &&= atEnd()), { capture: true });

  // What a mark has to say, or is asked of a thumb, is short and would open behind the box.
  const showWhole = ({ target }) =>
    target.open && target.closest(".mark, .reason") && target.scrollIntoView({ block: "nearest" });
  document.addEventListener("toggle", showWhole, { capture: true });

  const reading = new WeakMap();

  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const source = ctx.sourceElement;
    if (isPoller(source) && (performance.now() - pressedAt < PATIENCE || waitsForFont())) return event.preventDefault();
    if (source.id === "composer") follows = true;
    const anchor = source.id === "earlier" ? source.nextElementSibling : null;
    const anchorTop = anchor?.getBoundingClientRect().top;
    reading.set(ctx, { focused: document.activeElement, selection: selected(), anchor, anchorTop });
  });

  document.addEventListener("htmx:after:swap", (event) => {
    const { focused, selection, anchor, anchorTop } = reading.get(event.detail.ctx);
    if (selection) selectAgain(selection);
    if (!focused.isConnected && document.activeElement === document.body) {
      document.querySelector("#composer textarea")?.focus({ preventScroll: true });
    }
    if (anchor) scrollBy(0, anchor.getBoundingClientRect().top - anchorTop);
    else if (follows && !selects()) toEnd();
  });

  if (document.getElementById("turns")?.childElementCount && !location.hash) toEnd();
})();
