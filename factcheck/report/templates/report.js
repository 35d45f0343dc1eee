"use strict";
// Filters, search and keys. The page reads without any of this.
(() => {
  const form = document.querySelector("form.filters");
  const cards = [...document.querySelectorAll(".card")];
  if (!form || !cards.length) return;
  const output = form.querySelector("output");
  const reset = form.querySelector("button[type=reset]");
  const unfold = form.elements.unfold;
  const nothing = document.querySelector(".nothing");
  const keys = document.querySelector(".keys");
  const said = JSON.parse(form.dataset.texts);
  const number = (n) => (document.documentElement.lang === "en" ? String(n) : n.toLocaleString(document.documentElement.lang));
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => number(values[name]));
  const texts = new Map();
  let unfolded = false;
  // Capitals first: they are what ß and ss, ς and σ have in common.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase().replaceAll("ς", "σ");

  // A mark may begin within a word; any other element ends the word before it, though no space may stand between them.
  function read(card) {
    const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
    let text = "", before = null;
    while (walker.nextNode()) {
      const { parentNode } = walker.currentNode;
      const holder = parentNode.localName === "mark" ? parentNode.parentNode : parentNode;
      text += (holder === before ? "" : "\n") + walker.currentNode.data;
      before = holder;
    }
    return text;
  }

  function textOf(card) {
    if (!texts.has(card)) texts.set(card, fold(read(card)));
    return texts.get(card);
  }

  // As on the review page: *ring* is in *rings* and not in *during*. A sign begins anywhere, as does a letter of a
  // script without capitals: Chinese and Thai set no words apart, and Arabic and Hebrew write particles in front of them.
  function beginning(word) {
    const anywhere = !/^[\p{L}\p{N}]/u.test(word) || /^\p{Lo}/u.test(word);
    const literal = word.replace(/[\\^$.*+?()[\]{}|\/]/g, "\\$&");
    return new RegExp(anywhere ? literal : `(?:^|[^\\p{L}\\p{N}])${literal}`, "u");
  }
  const value = (name) => (form.elements[name] ? form.elements[name].value : "");

  function wanted() {
    const labels = [...form.querySelectorAll("[name=label]:checked")].map((box) => box.value);
    const finding = form.elements.finding?.checked;
    const words = fold(value("text")).split(/\s+/).filter(Boolean).map(beginning);
    const tag = value("tag");
    const file = value("file");
    const active = Boolean(labels.length || finding || words.length || tag || file);
    const test = ({ dataset }, card) =>
      (!labels.length || labels.includes(dataset.label)) &&
      (!finding || dataset.finding === "1") &&
      (!tag || JSON.parse(dataset.tags).includes(tag)) &&
      (!file || dataset.file === file) &&
      words.every((word) => word.test(textOf(card)));
    return { active, test: (card) => test(card, card) };
  }

  function apply() {
    const { active, test } = wanted();
    let shown = 0;
    for (const card of cards) {
      card.hidden = !test(card);
      shown += card.hidden ? 0 : 1;
    }
    for (const section of document.querySelectorAll("section.file"))
      section.hidden = !section.querySelector(".card:not([hidden])");
    output.textContent = fill((active ? said.some : said.all)[cards.length === 1 ? 0 : 1], { shown, number: cards.length });
    reset.hidden = !active;
    nothing.hidden = shown > 0;
  }

  function reveal() {
    const card = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!card || !card.classList.contains("card")) return;
    if (card.hidden) {
      form.reset();
      apply();
    }
    const evidence = card.querySelector("details.evidence");
    if (evidence) evidence.open = true;
    card.scrollIntoView();
    card.focus({ preventScroll: true });
  }

  function setAll(open) {
    for (const details of document.querySelectorAll("details.evidence")) details.open = open;
    unfolded = open;
    unfold.textContent = open ? said.close : said.open;
  }

  function current() {
    return document.activeElement?.closest?.(".card");
  }

  // Without a claim to step from, the one that begins next below the bar, or the one that began last above its edge.
  function nearest(shown, by) {
    const edge = Math.max(0, form.getBoundingClientRect().bottom);
    const below = shown.findIndex((card) => card.getBoundingClientRect().top >= edge);
    return (below < 0 ? shown.length : below) - (by < 0 ? 1 : 0);
  }

  function step(by) {
    const shown = cards.filter((card) => !card.hidden);
    const at = shown.indexOf(current());
    const next = shown[at < 0 ? nearest(shown, by) : at + by];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  const actions = {
    "/": () => form.elements.text.focus(),
    j: () => step(1),
    k: () => step(-1),
    f: () => form.elements.finding?.click(),
    e: () => {
      const evidence = current()?.querySelector("details.evidence");
      if (evidence) evidence.open = !evidence.open;
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      form.reset();
      if (form.contains(document.activeElement)) document.activeElement.blur();
      return;
    }
    const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
    if (typing || !keys.querySelector("input").checked || !(event.key in actions)) return;
    event.preventDefault();
    actions[event.key]();
  });

  let pending = 0;
  form.addEventListener("input", () => {
    cancelAnimationFrame(pending);
    pending = requestAnimationFrame(apply);
  });
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  unfold.addEventListener("click", () => setAll(!unfolded));
  window.addEventListener("hashchange", reveal);

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open], .neutral)")]; // as the styles for print have it
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
  });

  form.hidden = false;
  keys.hidden = false;
  apply();
  reveal();
})();
