// Reason: unfinished text outlives a reload, a lost network and an expired session; "I'm finished" ends it, for shared devices.
"use strict";

(() => {
  const PREFIX = "draft:";
  const MOST = 20;
  const MINUTE = 60_000;
  const KEPT = 14 * 24 * 60 * MINUTE;
  // What nobody in particular began on the empty page is shown to whoever opens it next, as in chat/kept.py.
  const KEPT_FOR_ALL = 30 * MINUTE;
  const FOR_ALL = `${PREFIX}:/`;
  const form = () => document.getElementById("composer");
  const box = () => form()?.querySelector("textarea");
  const nameFor = (person) => `${PREFIX}${person}:${location.pathname}`;
  const nameHere = () => nameFor(document.body.dataset.person);

  // Without storage, or with a full one, there are no drafts, and nothing else is lost.
  const tried = (action) => {
    try {
      return action();
    } catch {
      return null;
    }
  };
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  const read = (name) => JSON.parse(localStorage.getItem(name) ?? "null");

  // The key goes along: what had arrived although its answer was lost is not asked a second time.
  const keep = (name) => {
    const text = box().value;
    if (!text.trim()) return localStorage.removeItem(name);
    const draft = { text, at: Date.now(), key: form().elements.client_key.value, action: form().getAttribute("action") };
    localStorage.setItem(name, JSON.stringify(draft));
  };

  const isOld = (name, at) => Date.now() - at > (name === FOR_ALL ? KEPT_FOR_ALL : KEPT);

  const forgetOld = () => {
    const aged = names().map((name) => [read(name)?.at ?? 0, name]).sort(([one], [other]) => other - one);
    const over = aged.filter(([at, name], index) => index >= MOST || isOld(name, at));
    for (const [, name] of over) localStorage.removeItem(name);
  };

  const restore = () => {
    const field = box();
    // Who signs in with a question half written finds it again: until then it was there for everybody.
    const draft = read(nameHere()) ?? read(nameFor(""));
    // A new version of a question begins with the old text, which an unfinished one has replaced.
    if (!field || !draft || (field.value && !form().matches(".editing"))) return;
    field.value = draft.text;
    form().elements.client_key.value = draft.key;
    form().setAttribute("action", draft.action);
    form().setAttribute("hx-post", draft.action);
    localStorage.removeItem(nameFor(""));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", ({ target }) => target === box() && tried(() => keep(nameHere())));
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-forgets]")) tried(() => names().forEach((name) => localStorage.removeItem(name)));
  });

  let sent = null;
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === "composer") sent = nameHere();
  });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement.id === "composer" && ctx.response.status === 200) tried(() => localStorage.removeItem(sent));
  });

  tried(forgetOld);
  tried(restore);
})();
