import { h } from "./dom.js";
import { get, refresher, ApiError } from "./api.js";
import { count, figure, cost, duration, label, sentence, text, words } from "./format.js";
import { state } from "./experiments.js";

const height = 36;
const page = 100;
const scrollPause = 80;
// The columns of an experiment's runs: sort key, header, width in rem, and the content of a cell.
function columnsOf(id, { parameters, metrics, objective, replicate }) {
  const own = parameters.filter(each => each.is_always_shown), others = parameters.filter(each => each.is_shown && !each.is_always_shown).map(each => each.name);
  const ranking = metrics.find(each => each.name === objective);
  const width = name => Math.max(4.6, 0.5 * label(name).length + 2);
  return [
    ["run", "Run", 4.2, run => h("a", { href: `#/experiments/${id}/runs/${run.run}` }, count(run.run))],
    ["state", "State", 7, run => state(run.state)],
    ...own.map(each => [each.name, sentence(label(each.name)), width(each.name), run => text(run.values[each.name])]),
    ...others.length > 0 ? [[null, "Configuration", 14, run => h("span", { title: words(run.values, others) }, words(run.values, others))]] : [],
    ["seed", sentence(label(replicate)), 7.2, run => String(run.seed)],
    ["attempts", "Attempts", 5.6, run => run.attempts || "–"],
    ["worker", "Worker", 9, run => run.worker ? h("span", { title: run.worker }, run.worker) : "–"],
    [objective, sentence(label(objective)), Math.max(7, width(objective)), run => run.metrics[objective] === null && ranking?.goal !== "maximize" ? cost(run.cost_now) : figure(ranking, run.metrics[objective])],
    [null, "Curve", 7.5, run => sparkline(run.sparkline)],
    ["training_seconds", "Trained", 6, run => duration(run.training_seconds)],
  ];
}

export function sparkline(values) {
  if (values.length < 2) return h("span");
  const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
  const path = values.map((value, i) => `${i === 0 ? "M" : "L"}${(100 * i / (values.length - 1)).toFixed(1)} ${(22 - 20 * (value - low) / span).toFixed(1)}`).join("");
  return h("svg", { class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true" }, h("path", { d: path }));
}

// A table of any number of runs. The coordinator sorts, filters and paginates. Only visible rows are in the document.
export function runsTable(id) {
  const view = { sort: "run", descending: false, state: "", compared: "", worker: "" };
  let columns = [], heads = [], pages = new Map(), total = 0, generation = 0, fetching = 0;
  const rows = new Map();
  const body = h("div", { class: "vbody", role: "rowgroup" });
  const head = h("div", { class: "vhead", role: "row" });
  const scroll = h("div", { class: "vscroll", tabindex: "0", role: "table", "aria-label": "Runs", onscroll: () => draw() },
    h("div", { role: "rowgroup", class: "vgroup", style: { position: "sticky", top: 0, zIndex: 2 } }, head), body);
  const table = h("div", { class: "vtable" }, scroll);
  const number = h("span", { class: "quiet", role: "status" });

  const query = offset => {
    const all = new URLSearchParams({ offset, limit: page, sort: view.sort, descending: view.descending });
    for (const key of ["state", "compared", "worker"]) if (view[key]) all.set(key, view[key]);
    return `/experiments/${id}/runs?${all}`;
  };
  async function load(index) {
    const expected = generation;
    const found = await get(query(index * page));
    if (expected !== generation) return;
    total = found.total;
    pages.set(index, found.items);
  }
  function visibleRows() {
    const first = Math.max(0, Math.floor(scroll.scrollTop / height) - 4);
    return [first, Math.min(total - 1, first + Math.ceil(scroll.clientHeight / height) + 8)];
  }
  function row(run, index) {
    return h("div", { class: "vrow", role: "row", "aria-rowindex": String(index + 2), title: run.failure_reason ?? null, style: { top: `${index * height}px` } }, columns.map(([, , , of]) => h("span", { role: "cell" }, of(run))));
  }
  function draw() {
    body.style.height = `${total * height}px`;
    scroll.setAttribute("aria-rowcount", total + 1);
    number.textContent = `${count(total)} run${total === 1 ? "" : "s"}`;
    columns.forEach(([key], i) => { if (key === view.sort) heads[i].setAttribute("aria-sort", view.descending ? "descending" : "ascending"); else heads[i].removeAttribute("aria-sort"); });
    const [first, last] = visibleRows();
    let missing = false;
    for (const [index, element] of rows) if (index < first || index > last) { element.remove(); rows.delete(index); }
    for (let index = first; index <= last; index++) {
      const run = pages.get(Math.floor(index / page))?.[index % page];
      if (!run) {
        // A loaded page without this row was requested before the table grew.
        if (pages.has(Math.floor(index / page))) refresh(); else missing = true;
        continue;
      }
      const key = JSON.stringify(run), known = rows.get(index);
      if (known?.dataset.key === key) continue;
      const fresh = row(run, index);
      fresh.dataset.key = key;
      if (known) {
        const focused = known.contains(document.activeElement);
        known.replaceWith(fresh);
        if (focused) fresh.querySelector("a").focus({ preventScroll: true });
      } else body.append(fresh);
      rows.set(index, fresh);
    }
    if (missing && !fetching) fetching = setTimeout(fetchMissing, scrollPause);
  }
  const visiblePages = () => {
    const [first, last] = visibleRows();
    return new Set([Math.floor(first / page), Math.max(0, Math.floor(last / page))]);
  };
  // Loads missing pages soon after scrolling stops, without waiting for the next event.
  async function fetchMissing() {
    try {
      await Promise.all([...visiblePages()].filter(index => !pages.has(index)).map(load));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refresh();
      return;
    } finally {
      fetching = 0;
    }
    draw();
  }
  const refresh = refresher(async () => {
    const wanted = visiblePages();
    await Promise.all([...wanted].map(load));
    for (const index of [...pages.keys()]) if (!wanted.has(index)) pages.delete(index);
    draw();
  });
  function reload() {
    generation++;
    pages = new Map();
    rows.forEach(element => element.remove());
    rows.clear();
    scroll.scrollTop = 0;
    refresh.now();
  }
  const states = h("select", { onchange: () => { view.state = states.value; reload(); } },
    ["", "pending", "running", "completed", "diverged", "failed", "cancelled"].map(value => h("option", { value }, value || "all")));
  const values = h("select", { onchange: () => { view.compared = values.value; reload(); } });
  const comparedLabel = h("span"), compared = h("label", { hidden: true }, comparedLabel, " ", values);
  const worker = h("input", { type: "search", size: "12", oninput: () => { view.worker = worker.value.trim(); reload(); } });
  const element = h("div", { class: "stack" },
    h("div", { class: "row" }, h("label", {}, "State ", states), compared, h("label", {}, "Worker ", worker), number),
    table);
  // Sets the columns, once the experiment and its trainable are loaded.
  function declare(trainable) {
    columns = columnsOf(id, trainable);
    heads = columns.map(([key, text]) => h("span", { role: "columnheader" }, key
      ? h("button", { type: "button", onclick: () => { view.descending = view.sort === key && !view.descending; view.sort = key; reload(); } }, text) : text));
    head.replaceChildren(...heads);
    const wide = columns.findIndex(([, text]) => text === "Configuration"), grows = wide >= 0 ? wide : columns.findIndex(([key]) => key === "worker");
    table.style.setProperty("--columns", columns.map(([, , width], i) => i === grows ? `minmax(${width}rem, 1fr)` : `${width}rem`).join(" "));
    table.style.setProperty("--least", `${columns.reduce((sum, [, , width]) => sum + width, 0)}rem`);
    const parameter = trainable.parameters.find(each => each.name === trainable.compared);
    compared.hidden = !parameter;
    if (parameter) {
      comparedLabel.textContent = sentence(label(parameter.name));
      values.replaceChildren(...["", ...parameter.values].map(value => h("option", { value }, value || "all")));
    }
    refresh();
  }
  return { element, declare, refresh: () => { if (columns.length > 0) refresh(); }, leave: () => { clearTimeout(fetching); refresh.stop(); } };
}
