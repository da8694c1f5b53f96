// Filters, and the way from a sentence to its records and back. The page reads without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const phone = matchMedia("(max-width: 759px)");
  const sheetless = matchMedia("(max-width: 999px)");

  // light, dark, or as the system has it
  const theme = byId("theme");
  const order = ["", "light", "dark"];
  const dress = (name) => {
    if (name) root.dataset.theme = name;
    else delete root.dataset.theme;
    theme.textContent = `Colours: ${name || "system"}`;
    theme.dataset.now = name;
    try { localStorage.setItem("communique-theme", name); } catch { /* a page from disk may have no storage */ }
  };
  let kept = "";
  try { kept = localStorage.getItem("communique-theme") || ""; } catch { /* likewise */ }
  dress(order.includes(kept) ? kept : "");
  theme.addEventListener("click", () => dress(order[(order.indexOf(theme.dataset.now) + 1) % 3]));

  const panel = document.querySelector(".panel");
  const fold = () => { panel.open = !sheetless.matches; };
  sheetless.addEventListener("change", fold);
  fold();
  panel.addEventListener("click", (event) => { if (event.target.closest("nav a") && sheetless.matches) panel.open = false; });

  // filters
  const read = (element) => {
    const [since, until = since] = (element.dataset.d || "").split(" ");
    return {
      element,
      type: element.classList[1],
      statuses: element.dataset.s.split(" "),
      parties: folded(element.dataset.p),
      first: since && (since + "-01-01").slice(0, 10),
      last: until && (until + "-99-99").slice(0, 10),
    };
  };
  const facts = all(".fact").map((element) => ({ ...read(element), id: element.id.slice(2), grades: [element.dataset.g] }));
  const gradeOf = new Map(facts.map((fact) => [fact.id, fact.grades[0]]));
  const records = all(".record").map((element) => ({
    ...read(element),
    id: element.id.slice(2),
    grades: (element.dataset.f || "").split(" ").map((id) => gradeOf.get(id)),
  }));
  const marks = all(".timeline a");
  const pieces = all(".ev").map((element) => ({ element, records: element.dataset.r.split(" ") }));
  const chapters = all(".chapter").map((element) => ({ element, records: all(".record", element) }));
  const incidents = all(".incident");
  const statements = document.querySelector(".folded");
  const form = document.querySelector("form");
  const passed = byId("passed");
  const several = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

  const filter = () => {
    const asked = new FormData(form);
    const types = asked.getAll("t"), grades = asked.getAll("g"), statuses = asked.getAll("s");
    const party = folded(asked.get("p").trim()), since = asked.get("since"), until = asked.get("until");
    const passes = (one) =>
      (!types.length || types.includes(one.type)) &&
      (!grades.length || one.grades.some((grade) => grades.includes(grade))) &&
      (!statuses.length || one.statuses.some((status) => statuses.includes(status))) &&
      (!party || one.parties.includes(party)) &&
      (!since || (one.last && one.last >= since)) &&
      (!until || (one.first && one.first <= until));
    const on = types.length || grades.length || statuses.length || party || since || until;
    const shown = new Set(), kept = new Set();
    for (const fact of facts) {
      fact.element.hidden = !passes(fact);
      if (!fact.element.hidden) shown.add(fact.id);
    }
    for (const record of records) {
      record.element.hidden = !passes(record);
      if (!record.element.hidden) kept.add(record.id);
    }
    for (const row of incidents) row.hidden = !shown.has(row.dataset.f);
    if (on && statements.querySelector(".fact:not([hidden])")) statements.open = true;
    for (const mark of marks) mark.classList.toggle("out", !shown.has(mark.getAttribute("href").slice(3)));
    for (const piece of pieces) piece.element.classList.toggle("out", !piece.records.some((id) => kept.has(id)));
    for (const chapter of chapters) chapter.element.hidden = Boolean(on) && chapter.records.every((record) => record.hidden);
    passed.textContent = on ? `${shown.size} of ${several(facts.length, "fact")}, ${kept.size} of ${several(records.length, "record")}` : "";
    byId("brief").textContent = on ? `(${shown.size} of ${several(facts.length, "fact")})` : "";
  };
  let due = 0;
  const soon = () => { clearTimeout(due); due = setTimeout(filter, 60); };
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(filter, 0));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  // sentences and records
  let lit = [], sheet = null, from = null;
  const close = () => {
    if (sheet) sheet.classList.remove("sheet");
    sheet = null;
  };
  const pick = (ids) => {
    close();
    for (const element of lit) element.classList.remove("on");
    const wanted = new Set(ids);
    const chosen = ids.map((id) => byId(`r-${id}`)).filter(Boolean);
    const text = pieces.filter((piece) => piece.records.some((id) => wanted.has(id))).map((piece) => piece.element);
    for (const record of chosen) record.hidden = false;
    const chapter = (chosen[0] || text[0])?.closest(".chapter");
    if (chapter) chapter.hidden = false;
    lit = [...chosen, ...text];
    for (const element of lit) element.classList.add("on");
    if (phone.matches && chosen.length) {
      sheet = chosen[0].closest(".records");
      sheet.classList.add("sheet");
    }
    return { chosen, text };
  };
  const within = (record) => {
    const list = record.closest(".records");
    const top = Math.max(list.getBoundingClientRect().top, 8); // at the end of an article the list's own top is out of sight
    list.scrollTop += record.getBoundingClientRect().top - top - 4;
  };
  // what is laid out only when it comes into sight moves what is below it: so look again, until it stays where it was put
  const show = (element, block, then = () => {}) => {
    let frames = 8, before = NaN;
    const look = () => {
      const top = element.getBoundingClientRect().top;
      if (!(Math.abs(top - before) <= 1)) {
        element.scrollIntoView({ block });
        before = element.getBoundingClientRect().top;
        then();
      }
      if (--frames) requestAnimationFrame(look);
    };
    look();
  };
  const toRecords = (piece) => {
    const { chosen } = pick(piece.dataset.r.split(" "));
    if (!chosen.length) return;
    from = piece;
    if (phone.matches) show(piece, "start");
    within(chosen[0]);
    focus(chosen[0]);
  };
  const toSentence = (id) => {
    const { chosen, text } = pick([id]);
    if (!text.length) return;
    show(text[0], phone.matches ? "start" : "center", () => chosen.forEach(within));
    focus(text[0]);
    from = text[0];
  };
  const focus = (element) => {
    if (!element.matches("a")) element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1)), target = id && byId(id);
    if (!target) return;
    if (id.startsWith("r-")) toSentence(id.slice(2));
    else if (id.startsWith("f-")) {
      close();
      target.hidden = false;
      const folded = target.closest("details");
      if (folded) folded.open = true;
      show(target, "start");
      focus(target);
    } else {
      close();
      show(target, "start");
    }
  };
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a, button, summary, input, label");
    if (link?.classList.contains("ev")) {
      event.preventDefault();
      toRecords(link);
      return;
    }
    if (link?.classList.contains("close")) {
      close();
      if (from) from.focus();
      return;
    }
    if (link) {
      if (link.hash && link.hash === location.hash) arrive();
      return;
    }
    const told = event.target.closest(".report, .record");
    if (!told || String(getSelection())) return;
    const id = told.dataset.r || told.id.slice(2);
    if (location.hash === `#r-${id}`) toSentence(id);
    else location.hash = `r-${id}`;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet) {
      close();
      if (from) from.focus();
    }
  });
  arrive();

  // one stop for the keyboard a chart; arrows go from mark to mark
  for (const chart of all(".chart")) {
    const places = new Map(all("a", chart).map((link) => [link, link.getBoundingClientRect()]));
    const links = [...places.keys()].sort((one, other) => {
      const a = places.get(one), b = places.get(other);
      return Math.round(a.x + a.width / 2 - b.x - b.width / 2) || a.y - b.y;
    });
    links.forEach((link, place) => link.setAttribute("tabindex", place ? "-1" : "0"));
    chart.addEventListener("keydown", (event) => {
      const place = links.indexOf(document.activeElement);
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (place < 0 || !step) return;
      event.preventDefault();
      const next = links[(place + step + links.length) % links.length];
      links[place].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
  }
  const caption = byId("caption");
  for (const event of ["mouseover", "focusin"]) {
    document.querySelector(".timeline")?.addEventListener(event, ({ target }) => {
      const said = target.closest("a")?.querySelector("title");
      if (said) caption.textContent = said.textContent;
    });
  }
  const strip = document.querySelector(".scroll");
  if (strip) {
    const measure = () => document.querySelector(".lanes").classList.toggle("on", strip.scrollWidth > strip.clientWidth);
    addEventListener("resize", measure);
    measure();
    strip.scrollLeft = strip.scrollWidth; // the newest
  }

  addEventListener("beforeprint", () => close());
})();
