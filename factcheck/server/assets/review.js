"use strict";
// The review page. The server renders and decides what is so; this moves between verdicts and passes decisions on.
(() => {
  const $ = (id) => document.getElementById(id);
  const { body } = document;
  const list = $("list"), pane = $("shown-verdict"), filters = $("filters"), form = $("decide"), help = $("help");
  const note = form.elements.note;
  const partSize = Number(list.dataset.part); // rows that the browser lays out or skips together
  const rows = new Map([...list.querySelectorAll(".row")].map((row) => [Number(row.id.slice(1)), row]));
  let order = [...rows].filter(([, row]) => !row.hidden).map(([index]) => index);
  let revision = Number(body.dataset.revision);
  let current = null; // the verdict that is asked for
  let waiting = ""; // the decision that waits for its note
  let saving = false;
  let taken = null; // another window decided what is in view: the list before that, and the decision held back for it
  let unfolded = null; // whether folds are open or closed, once somebody chose
  const { edition } = body.dataset;
  const texts = JSON.parse(body.dataset.texts); // what the page says, in its language
  const number = (n) => (document.documentElement.lang === "en" ? String(n) : n.toLocaleString(document.documentElement.lang));
  const shownAs = (value) => (typeof value === "number" ? number(value) : value);
  const text = (name, values = {}) => fill(texts[name], values);
  const fill = (message, values) => message.replace(/%\((\w+)\)s/g, (_, name) => shownAs(values[name]));
  const article = () => pane.querySelector(".verdict-whole");
  const shownIndex = () => (article() ? Number(article().dataset.index) : null);
  const isOpen = (index) => Boolean(rows.get(index)?.classList.contains("open"));
  const isReady = () => !saving && article() !== null && shownIndex() === current;

  // What is typed and what can be undone outlives a reload of this window.
  const memory = {
    name: `factcheck ${body.dataset.report} ${body.dataset.turn}`,
    drafts: {},
    undo: [],
    load() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(this.name) || "{}");
        this.drafts = kept.drafts || {};
        if (kept.edition === edition) this.undo = kept.undo || [];
      } catch { /* a browser that keeps nothing */ }
    },
    keep() {
      try {
        sessionStorage.setItem(this.name, JSON.stringify({ edition, drafts: this.drafts, undo: this.undo }));
      } catch { /* as above */ }
    },
    draft(typed) {
      const key = article()?.dataset.key;
      if (key === undefined) return;
      if (typed) this.drafts[key] = typed;
      else delete this.drafts[key];
      this.keep();
    },
  };

  // --- talking to the server ---------------------------------------------------------------------------------------
  async function ask(path, fields) {
    const options = { signal: AbortSignal.timeout(60000), credentials: "same-origin" };
    if (fields) Object.assign(options, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(fields) });
    let answer;
    try {
      answer = await fetch(path, options);
    } catch {
      throw Object.assign(new Error(text("gone")), { status: 0 });
    }
    if (!answer.ok) throw Object.assign(new Error((await answer.text()) || text("error", { status: String(answer.status) })), { status: answer.status });
    return answer;
  }

  function say(words, saved = false) {
    $("said").textContent = words;
    $("said").classList.toggle("saved", saved);
  }

  function fail(error) {
    $("problem").textContent = error.message;
    say("");
  }

  function offline(error) {
    $("offline").hidden = !error;
    $("offline").textContent = error ? error.message : "";
  }

  // The keyboard rests in the verdict where nothing else is to be typed or pressed. Nobody went there, so no frame says
  // so; whoever comes with Tab sees one.
  function rest() {
    pane.classList.add("resting");
    pane.focus({ preventScroll: true });
  }
  pane.addEventListener("blur", () => {
    if (document.activeElement !== pane) pane.classList.remove("resting"); // else it is the window that is left
  });

  // --- the list ----------------------------------------------------------------------------------------------------
  function query() {
    const plain = { low: "0", high: "100", sort: "worth" };
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(filters)) if (value !== "" && value !== plain[name]) wanted.append(name, value);
    return wanted;
  }

  function showAddress() {
    const wanted = query();
    if (current !== null) wanted.set("v", current);
    history.replaceState(null, "", `/?${wanted}`);
  }

  function parts(wanted) {
    const made = [];
    for (let at = 0; at < wanted.length; at += partSize) {
      const part = document.createElement("div");
      part.className = "part";
      part.setAttribute("role", "presentation");
      part.append(...wanted.slice(at, at + partSize));
      made.push(part);
    }
    return made;
  }

  function showOrder(next) {
    const old = list.querySelectorAll(".row");
    const same = old.length === next.length && next.every((index, at) => old[at] === rows.get(index));
    order = next;
    if (!same) {
      const top = list.scrollTop;
      list.replaceChildren(...parts(next.map((index) => rows.get(index))));
      list.scrollTop = top;
    }
    for (const index of next) rows.get(index).hidden = false;
    const forms = next.length === rows.size ? texts.all : texts.some;
    $("shown").textContent = fill(forms[rows.size === 1 ? 0 : 1], { shown: next.length, number: rows.size });
    const narrowed = [...query().keys()].filter((name) => name !== "q" && name !== "sort").length;
    $("filters-count").textContent = narrowed ? ` (${narrowed})` : "";
  }

  function putRow(index, html) {
    const holder = document.createElement("div");
    holder.innerHTML = html;
    const row = holder.firstElementChild;
    row.setAttribute("aria-selected", String(index === current));
    rows.get(index)?.replaceWith(row);
    rows.set(index, row);
  }

  // An answer that is overtaken by a later question must not be shown; a poll, which may bring nothing, overtakes none.
  let asked = 0, pending = 0;
  async function refresh(poll = false) {
    if (poll && pending) return true;
    pending++;
    try {
      return await askState(++asked, poll);
    } finally {
      pending--;
    }
  }

  async function askState(mine, poll) {
    const wanted = query();
    wanted.set("known", revision);
    wanted.set("edition", edition);
    if (poll) wanted.set("poll", "1");
    let answer;
    try {
      answer = await ask(`/state?${wanted}`);
    } catch (error) {
      offline(error);
      return false;
    }
    offline(null);
    if (answer.status === 204 || mine !== asked) return true;
    const state = await answer.json();
    if (mine !== asked) return true;
    $("anew").hidden = state.edition === edition;
    if (state.edition !== edition) return true;
    revision = state.revision;
    const before = order;
    for (const [index, html] of Object.entries(state.rows)) putRow(Number(index), html);
    showOrder(state.order);
    $("progress").max = state.progress.total || 1;
    $("progress").value = state.progress.done;
    $("progress-words").textContent = state.progress.words;
    $("faults").innerHTML = state.faults;
    showReviewers(state.reviewers);
    if (isReady() && String(current) in state.rows) await showMeanwhile(before);
    return true;
  }

  // What another window decided is shown where it happened; whoever is in the midst of a note is not interrupted.
  async function showMeanwhile(before) {
    const index = current, { seen } = article().dataset;
    await show(index, { quiet: true });
    if (!isReady() || current !== index || article().dataset.seen === seen || isOpen(index)) return;
    if (taken?.choice) hold(taken.choice, taken.before);
    else {
      taken = { before, choice: "" };
      if (!waiting && !note.value) say(`${meanwhile()} ${text("goOn")}`);
    }
  }

  // Who decided meanwhile can be chosen too. A second review has no such filter.
  function showReviewers(names) {
    const select = filters.elements.reviewer;
    if (!select) return;
    const known = new Set([...select.options].map((option) => option.value));
    for (const name of names) if (!known.has(name)) select.add(new Option(name, name));
    select.closest(".field").hidden = select.options.length < 2;
  }

  // Scrolls the list alone: on a phone the whole page would jump.
  function reveal(row, again = true) {
    const box = row.getBoundingClientRect(), frame = list.getBoundingClientRect();
    if (box.top < frame.top) list.scrollTop += box.top - frame.top;
    else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom;
    // What scrolled into view had a guessed height until now.
    if (again) requestAnimationFrame(() => row === rows.get(current) && reveal(row, false));
  }

  // --- the verdict -------------------------------------------------------------------------------------------------
  // Nobody leaves a verdict while its decision is on its way: what follows on the answer is about the one in view.
  function go(index) {
    if (saving) return;
    say("");
    show(index);
  }

  let showing = 0;
  async function show(index, { quiet = false } = {}) {
    const mine = ++showing;
    if (current !== null && current !== index) rows.get(current)?.setAttribute("aria-selected", "false");
    current = index;
    const row = rows.get(index);
    row.setAttribute("aria-selected", "true");
    list.setAttribute("aria-activedescendant", row.id);
    if (!quiet) reveal(row);
    pane.setAttribute("aria-busy", "true");
    try {
      const html = await (await ask(`/verdict/${index}?edition=${encodeURIComponent(edition)}`)).text();
      if (mine !== showing) return;
      put(html, quiet);
    } catch (error) {
      if (mine === showing) error.status ? fail(error) : offline(error);
    } finally {
      if (mine === showing) pane.removeAttribute("aria-busy");
    }
    if (!quiet) showAddress();
  }

  function put(html, quiet) {
    const hadFocus = pane !== document.activeElement && pane.contains(document.activeElement);
    const open = quiet ? [...pane.querySelectorAll("details[open]")].map((details) => details.className) : [];
    pane.innerHTML = html;
    if (quiet) for (const details of pane.querySelectorAll("details")) details.open = open.includes(details.className);
    else if (unfolded !== null) fold(!unfolded);
    if (!quiet) {
      pane.scrollTop = 0;
      if ($("verdict").getBoundingClientRect().top < 0) $("verdict").scrollIntoView();
    }
    if (hadFocus) rest();
    prepare(quiet);
    if (!quiet) {
      const { label } = article().dataset;
      const values = { place: order.indexOf(current) + 1, number: order.length, label: texts.labels[label], claim: $("claim").textContent };
      $("announce").textContent = text("announce", values);
    }
  }

  // Where the list is empty nothing is shown, so that nobody decides on what was not asked for. A note stays as a draft.
  function showNone() {
    showing++;
    rows.get(current)?.setAttribute("aria-selected", "false");
    list.removeAttribute("aria-activedescendant");
    pane.removeAttribute("aria-busy");
    current = null;
    pane.replaceChildren($("nothing").content.cloneNode(true));
    taken = null;
    note.value = "";
    wait("");
    prepare();
  }

  function prepare(quiet = false) {
    for (const link of pane.querySelectorAll("a[href^=http]")) link.target = "_blank";
    const verdict = article();
    form.hidden = !verdict;
    if (!verdict) return;
    const { ownChoice, label, key } = verdict.dataset;
    for (const button of form.querySelectorAll("[data-choice]"))
      button.setAttribute("aria-pressed", String(button.dataset.choice === ownChoice));
    form.querySelector(".as").textContent = `: ${texts.labels[label]}`;
    if (quiet) return; // what is being typed stays as it is
    taken = null;
    $("problem").textContent = "";
    wait("");
    note.value = memory.drafts[key] || "";
  }

  function fold(closed) {
    for (const details of pane.querySelectorAll("details")) details.open = !closed;
  }

  function toggleFolds() {
    const folds = [...pane.querySelectorAll("details")];
    if (!folds.length) return;
    unfolded = folds.some((details) => !details.open);
    fold(!unfolded);
    say(text(unfolded ? "unfolded" : "folded"));
  }

  function step(by) {
    if (saving) return;
    if (by > 0 && taken) {
      goOn();
      return;
    }
    const at = order.indexOf(current);
    const next = order[at < 0 ? 0 : at + by];
    if (next === undefined) say(text(by > 0 ? "last" : "first"));
    else if (next !== current) go(next);
  }

  function nextOpen(before, index) {
    const at = before.indexOf(index);
    return [...before.slice(at + 1), ...before.slice(0, Math.max(at, 0))].find(isOpen);
  }

  // Two people who work down one list would meet again at the very next verdict, had the list not been looked at anew.
  function goOn() {
    if (!isReady()) return;
    const { before } = taken, index = current;
    locked(async () => {
      await refresh();
      const next = nextOpen(before, index);
      if (next === undefined) {
        say(text("nothingLeft"));
        return;
      }
      say("");
      await show(next);
    });
  }

  // --- decisions ---------------------------------------------------------------------------------------------------
  function wait(choice) {
    waiting = choice;
    form.classList.toggle("needed", Boolean(choice));
    for (const button of form.querySelectorAll("[data-choice]")) button.classList.toggle("waiting", button.dataset.choice === choice);
  }

  function meanwhile() {
    const last = pane.querySelector(".earlier .decision p");
    if (!last) return text("changedMeanwhile");
    return text("meanwhile", { name: last.querySelector("bdi").textContent, decision: last.querySelector("b").textContent });
  }

  // A decision that nobody could have made in sight of the other one waits until it is confirmed; its note stays.
  function hold(choice, before) {
    taken = { before, choice };
    wait("");
    say("");
    if (document.activeElement === note) rest();
    $("problem").textContent = text("held", { meanwhile: meanwhile(), goOn: text("goOn") });
  }

  function decideAnyway() {
    if (taken?.choice) decide(taken.choice);
    else say(text("nothingHeld"));
  }

  async function locked(work, refused = () => {}) {
    saving = true;
    form.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      fail(error);
      if (error.status === 409) {
        await refresh();
        await show(current, { quiet: true });
        if ($("anew").hidden) refused();
      }
    } finally {
      saving = false;
      form.removeAttribute("aria-busy");
    }
  }

  function decide(choice) {
    if (!isReady()) return;
    const { label, seen } = article().dataset;
    const reason = note.value.trim();
    if (taken && !taken.choice) {
      hold(choice, taken.before);
      return;
    }
    $("problem").textContent = "";
    if (choice !== "accept" && choice !== label && !reason) {
      wait(choice);
      say(text("sayWhy", { choice: texts.labels[choice], label: texts.labels[label] }));
      note.focus();
      return;
    }
    const index = current, before = taken?.before || order;
    taken = null;
    say(text("saving"));
    locked(async () => {
      const answer = await (await ask("/decide", { edition, index, seen, choice, note: reason })).json();
      memory.undo.push({ index, entry: answer.entry, text: reason });
      memory.draft("");
      wait("");
      note.value = "";
      if (document.activeElement === note) rest();
      const saved = choice === "accept" ? text("accepted", { label: texts.labels[label] }) : text("saved", { choice: texts.labels[choice] });
      say(saved, true);
      await refresh();
      const next = nextOpen(before, index);
      await show(next === undefined ? index : next, { quiet: next === undefined });
      if (next === undefined) say(`${saved} ${text("nothingLeft")}`, true);
    }, () => hold(choice, before));
  }

  function undo() {
    if (!isReady()) return;
    const own = article().dataset.own;
    const last = memory.undo.pop() || (own ? { index: current, entry: own, text: "" } : null);
    $("problem").textContent = "";
    if (!last) {
      say(text("nothingToUndo"));
      return;
    }
    say(text("undoing"));
    locked(async () => {
      try {
        await ask("/undo", { edition, index: last.index, entry: last.entry });
      } catch (error) {
        // It is kept for another try, unless it does not hold any more.
        if (error.status !== 409) memory.undo.push(last);
        throw error;
      } finally {
        memory.keep();
      }
      await refresh();
      await show(last.index);
      if (last.text && !note.value) {
        note.value = last.text;
        memory.draft(last.text);
      }
      say(text("undone"), true);
    });
  }

  // --- keys and clicks ---------------------------------------------------------------------------------------------
  function toggleFilters(open = $("filter-fields").hidden) {
    $("filter-fields").hidden = !open;
    $("filters-open").setAttribute("aria-expanded", String(open));
    (open ? filters.elements.state : $("filters-open")).focus();
  }

  const actions = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    a: () => decide("accept"),
    s: () => decide("supported"),
    c: () => decide("contradicted"),
    u: () => decide("unknown"),
    n: () => note.focus(),
    d: decideAnyway,
    z: undo,
    e: toggleFolds,
    "/": () => {
      filters.elements.q.focus();
      filters.elements.q.select();
    },
    f: () => toggleFilters(),
    "?": () => help.showModal(),
  };
  const repeatable = ["j", "k", "ArrowDown", "ArrowUp"];

  // The verdict scrolls from wherever the keyboard is and nothing else does; on a phone the whole page scrolls itself.
  function scrolls(event) {
    const by = { PageDown: 1, PageUp: -1, " ": event.shiftKey ? -1 : 1 }[event.key];
    const elsewhere = event.target.closest("#list, #shown-verdict") || (event.key === " " && event.target !== body);
    if (!by || elsewhere || pane.scrollHeight <= pane.clientHeight) return false;
    pane.scrollBy({ top: by * pane.clientHeight * 0.85 });
    return true;
  }

  function leave(target) {
    if (target === note) {
      wait("");
      say(note.value ? text("noteKept") : "");
    }
    if (filters.contains(target) && target.closest("#filter-fields")) toggleFilters(false);
    else if (target.matches("input, select, textarea")) rest();
  }

  function typed(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would empty itself, and the list would stay narrowed
      leave(event.target);
    }
    if (event.target.type === "search" && event.key === "Enter") {
      event.preventDefault();
      rest();
    }
    if (event.target !== note || event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    if (waiting) decide(waiting);
    else {
      rest();
      say(text("nowDecide"));
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing || help.open) return;
    if (event.target.matches?.("input:not([type=checkbox]), select, textarea")) {
      typed(event);
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape") leave(event.target);
    if (scrolls(event)) event.preventDefault();
    const single = event.key.length === 1;
    const key = single && event.getModifierState("CapsLock") ? event.key.toLowerCase() : event.key;
    if (!(key in actions) || (single && !$("keys").checked) || (event.repeat && !repeatable.includes(key))) return;
    event.preventDefault();
    actions[key]();
  });

  list.addEventListener("keydown", (event) => {
    if (event.key === "Home" && order.length) go(order[0]);
    else if (event.key === "End" && order.length) go(order[order.length - 1]);
    else if (event.key === "Enter") rest();
    else return;
    event.preventDefault();
  });

  list.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row) return;
    go(Number(row.id.slice(1)));
    if (matchMedia("(max-width: 44rem)").matches) $("verdict").scrollIntoView();
  });

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.choice) decide(button.dataset.choice);
    else if (button?.id === "undo") undo();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  note.addEventListener("input", () => memory.draft(note.value));

  let typing = 0;
  async function narrow() {
    if (!filters.checkValidity()) return;
    if (!saving) say(""); // what was said of another list
    await refresh();
    if (saving) return; // the decision's answer shows what comes next
    if (!order.length) showNone();
    showAddress();
    if (order.length && !order.includes(current)) await show(order[0]);
  }
  filters.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(narrow, 80);
  });
  filters.addEventListener("reset", (event) => {
    // Back to what asks for nothing, not to what the address asked for when the page was opened.
    event.preventDefault();
    for (const field of filters.elements) {
      if (field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = field.name === "sort" ? field.selectedIndex : 0;
      else if (field.type === "number") field.value = field.name === "low" ? "0" : "100";
      else if (field.type === "search") field.value = "";
    }
    narrow();
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  $("filters-open").addEventListener("click", () => toggleFilters());
  $("help-open").addEventListener("click", () => help.showModal());

  // --- other windows, printing, leaving ----------------------------------------------------------------------------
  const look = () => {
    if (document.visibilityState === "visible" && !saving) refresh(true);
  };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", look);
  setInterval(look, 4000);

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...pane.querySelectorAll("details:not([open])")];
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
  });
  let reloading = false;
  addEventListener("beforeunload", (event) => {
    if (saving || (note.value && !reloading)) event.preventDefault();
  });
  $("reload").addEventListener("click", () => {
    reloading = true; // notes outlive a reload
    location.reload();
  });

  try {
    $("keys").checked = localStorage.getItem("factcheck-keys") !== "off";
  } catch { /* a browser that keeps nothing */ }
  $("keys").addEventListener("change", () => {
    try {
      localStorage.setItem("factcheck-keys", $("keys").checked ? "on" : "off");
    } catch { /* as above */ }
  });

  memory.load();
  current = shownIndex();
  // What does nothing without this script is shown by it.
  for (const control of [filters, $("help-open")]) control.hidden = false;
  showOrder(order);
  if (current === null) showNone();
  else {
    rows.get(current).setAttribute("aria-selected", "true");
    reveal(rows.get(current));
  }
  prepare();
  showAddress(); // without the token
  body.dataset.ready = "yes";
})();
