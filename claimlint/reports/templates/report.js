"use strict";
/* Filters, deep links, keys and copying. The page is whole without it. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  const KEYS = ["category", "source", "file", "text"];
  let form, cards, hits, docs, status, reset, nothing, toast;
  let current = -1;
  let haystacks = null;

  const all = (selector) => Array.from(document.querySelectorAll(selector));

  const flat = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  /* -- state: what the form says, and how the address says it */

  function state() {
    const data = new FormData(form);
    const result = { severity: data.getAll("severity") };
    for (const key of KEYS) result[key] = String(data.get(key) || "").trim();
    return result;
  }

  function written(now) {
    const query = new URLSearchParams();
    if (now.severity.length < 3) query.set("severity", now.severity.join(",") || "none");
    for (const key of KEYS) if (now[key]) query.set(key, now[key]);
    return query.toString();
  }

  function read(hash) {
    const query = new URLSearchParams(hash.slice(2));
    const severity = query.has("severity") ? query.get("severity").split(",") : null;
    for (const box of form.elements.severity) {
      box.checked = severity === null || severity.includes(box.value);
    }
    for (const key of KEYS) form.elements[key].value = query.get(key) || "";
  }

  /* -- filtering */

  function haystack(index) {
    if (haystacks === null) {
      const blocks = new Map();
      for (const hit of hits) blocks.set(hit.hash.slice(1), hit.closest(".block"));
      haystacks = cards.map((card) => {
        const block = blocks.get(card.id);
        return flat(`${card.textContent} ${block ? block.textContent : ""}`);
      });
    }
    return haystacks[index];
  }

  function apply(keep) {
    const now = state();
    const words = flat(now.text);
    const shown = new Set();
    const files = new Set();
    cards.forEach((card, index) => {
      const data = card.dataset;
      const fits =
        now.severity.includes(data.severity) &&
        (!now.category || data.category === now.category) &&
        (!now.source || data.source.split(" ").includes(now.source)) &&
        (!now.file || data.file === now.file) &&
        (!words || haystack(index).includes(words));
      card.hidden = !fits;
      if (fits) {
        shown.add(card.id);
        files.add(data.file);
      }
    });
    for (const hit of hits) hit.classList.toggle("off", !shown.has(hit.hash.slice(1)));
    const query = written(now);
    const filtered = query !== "";
    root.classList.toggle("filtered", filtered);
    for (const doc of docs) doc.hidden = filtered && !files.has(doc.dataset.file);
    nothing.hidden = shown.size > 0;
    const total = cards.length.toLocaleString("en");
    status.textContent = filtered
      ? `${shown.size.toLocaleString("en")} of ${total} findings`
      : `${total} ${cards.length === 1 ? "finding" : "findings"}`;
    reset.disabled = !filtered;
    current = -1;
    if (!keep) {
      const plain = location.href.split("#")[0];
      history.replaceState(null, "", filtered ? `${plain}#?${query}` : plain);
    }
  }

  /* -- going to a finding */

  function go(card) {
    for (const other of all(".card.current")) other.classList.remove("current");
    card.classList.add("current");
    card.focus({ preventScroll: true });
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    card.scrollIntoView({ block: "center", behavior: "instant" });
    /* What was skipped so far gets its real height only now. */
    requestAnimationFrame(() => card.scrollIntoView({ block: "center", behavior: "instant" }));
    if (!still) card.classList.add("arrived");
    current = cards.indexOf(card);
  }

  function follow() {
    if (location.hash.startsWith("#?")) {
      read(location.hash);
      apply(true);
      return;
    }
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.classList.contains("card")) {
      if (target.hidden) {
        form.reset();
        apply(true);
      }
      go(target);
    }
  }

  function step(by) {
    const visible = cards.filter((card) => !card.hidden);
    if (!visible.length) return;
    let next;
    if (current >= 0) {
      next = visible.indexOf(cards[current]) + by;
    } else {
      const below = visible.findIndex((card) => card.getBoundingClientRect().bottom > 120);
      next = by > 0 ? Math.max(below, 0) : below - 1;
    }
    const card = visible[Math.min(Math.max(next, 0), visible.length - 1)];
    history.replaceState(null, "", keptAddress(card));
    go(card);
  }

  /* A filtered view keeps its address; otherwise the address names the finding. */
  function keptAddress(card) {
    return root.classList.contains("filtered") ? location.href : `#${card.id}`;
  }

  function pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest("input, select, textarea");
    if (event.key === "Escape" && inField) inField.blur();
    if (inField) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    } else if (event.key === "/") {
      event.preventDefault();
      form.elements.text.focus();
    }
  }

  /* -- copying */

  async function copy(text, said) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "vh";
      document.body.append(area);
      const before = document.activeElement;
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (before) before.focus({ preventScroll: true });
      if (!done) said = "Copying is not allowed here";
    }
    toast.textContent = said;
    toast.classList.add("on");
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => toast.classList.remove("on"), 2500);
  }

  function clicked(event) {
    const button = event.target.closest(".copy");
    if (button) {
      const line = button.closest(".rewrite").querySelector(".redline").cloneNode(true);
      for (const gone of line.querySelectorAll("del")) gone.remove();
      copy(line.textContent.replace(/\s+/g, " ").trim(), "New wording copied");
      return;
    }
    const link = event.target.closest("a.link");
    if (link) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      copy(location.href, "Link copied");
      go(link.closest(".card"));
      return;
    }
    const inside = event.target.closest("a[href^='#']");
    if (inside && inside.hash === location.hash) follow();
  }

  document.addEventListener("DOMContentLoaded", () => {
    toast = document.querySelector(".toast");
    form = document.querySelector("form.filters");
    document.addEventListener("click", clicked);
    addEventListener("beforeprint", () => all("details").forEach((d) => { d.open = true; }));
    if (!form) return;
    cards = all(".card");
    hits = all("a.hit");
    docs = all(".doc");
    status = document.getElementById("status");
    reset = form.querySelector("[type=reset]");
    nothing = document.querySelector(".nothing");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => apply(false)));
    form.addEventListener("change", () => apply(false));
    let waiting;
    form.elements.text.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => apply(false), 150);
    });
    document.addEventListener("keydown", pressed);
    addEventListener("hashchange", follow);
    if (location.hash) follow();
  });
})();
