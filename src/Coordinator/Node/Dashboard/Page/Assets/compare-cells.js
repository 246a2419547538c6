import { h, fill, notice } from "./dom.js";
import { get, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, cost, percent, cellName } from "./format.js";
import { curveChart, tone } from "./charts.js";

const most = 12;
const mostListed = 500;
const pageOfRuns = 200;
// What a cell may differ in from those of other experiments, in the words of its own settings.
const others = [["layers", cell => `layers ${cell.layers}`], ["hidden_activation", cell => cell.hidden_activation], ["initializer", cell => `initializer ${cell.initializer}`], ["epochs", cell => `epochs ${cell.epochs}`]];

const keyOf = (id, cell) => `${id}.${cell}`;
const ended = cell => cell.completed + cell.diverged + cell.failed + cell.cancelled;

function deviation(values) {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

async function finalCosts(id, cell) {
  const costs = [];
  for (let offset = 0, total = 1; offset < total; offset += pageOfRuns) {
    const page = await get(`/experiments/${id}/runs?cell=${cell}&state=completed&offset=${offset}&limit=${pageOfRuns}`);
    total = page.total;
    costs.push(...page.items.map(run => run.final_cost).filter(value => value !== null));
  }
  return costs;
}

// Each of these cells by a name of its own: what tells it from the others, and of which experiment it is where there are several.
function named(cells, names) {
  const telling = others.filter(([key]) => new Set(cells.map(each => each.cell[key])).size > 1);
  const several = new Set(cells.map(each => each.id)).size > 1;
  const sameName = new Set(cells.map(each => names.get(each.id))).size < new Set(cells.map(each => each.id)).size;
  const titled = cells.map(each => ({ ...each, title: [cellName(each.cell), ...telling.map(([, text]) => text(each.cell)).filter(text => !each.cell.settings.split(", ").includes(text)), several ? (sameName ? `${names.get(each.id)} ${each.id}` : names.get(each.id)) : null].filter(Boolean).join(", ") }));
  const seen = titled.map(each => each.title);
  return titled.map(each => seen.filter(title => title === each.title).length > 1 ? { ...each, title: `${each.title}, cell ${each.cell.cell}` } : each);
}

export function compareCells(main, query) {
  const chosen = new Set((query.get("cells") ?? "").split(",").filter(each => /^\w+\.\d+$/.test(each)).slice(0, most));
  const names = new Map(), cellsOf = new Map();
  const rows = new Map();
  let log = null, listed = "";
  const experiments = h("select", { id: "experiment-of-cells", onchange: () => list() });
  const body = h("tbody");
  const number = h("span", { class: "quiet", role: "status" });
  const chartBox = h("div", { class: "chart", role: "img", "aria-label": "Learning curves" });
  const chart = curveChart(chartBox);
  const chartNote = h("p", { class: "quiet", style: { margin: "0" } });
  const logBox = h("input", { type: "checkbox", onchange: () => { log = logBox.checked; refresh.now(); } });
  const figures = h("tbody");
  const result = h("div", { class: "stack", style: { gap: "1rem" }, hidden: true },
    h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Learning curves"), h("label", {}, logBox, "Logarithmic")), chartBox, chartNote),
    h("section", { class: "card" }, h("h2", {}, "Final costs"),
      h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Final costs" }, h("table", {}, h("thead", {}, h("tr", {},
        ["Cell", "Seeds", "Mean", "Deviation", "Least", "Largest", "Accuracy"].map((text, i) => h("th", { scope: "col", class: i > 0 ? "n" : "" }, text)), h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, "Take out")))), figures)),
      h("p", { class: "quiet", style: { margin: ".5rem 0 0" } }, "Over the completed seeds; the deviation is the sample's. Whether a difference is real is told by the report of the experiment.")));

  function choose(key, wanted) {
    if (wanted) chosen.add(key); else chosen.delete(key);
    mark();
    refresh.now();
  }
  function mark() {
    history.replaceState(null, "", `#/compare?cells=${[...chosen].join(",")}`);
    number.textContent = `${chosen.size} of ${most} chosen`;
    for (const [key, { box }] of rows) {
      box.checked = chosen.has(key);
      box.disabled = !box.checked && chosen.size >= most;
    }
  }
  async function cells(id) {
    const found = await get(`/experiments/${id}/cells`);
    cellsOf.set(id, found.items);
    return found.items;
  }
  // The rows keep their order while figures change, so that none moves away from under a finger.
  async function list() {
    const id = experiments.value;
    if (!id) return;
    const items = (cellsOf.get(id) ?? await cells(id)).slice(0, mostListed);
    if (id !== experiments.value) return;
    if (listed !== id) {
      listed = id;
      rows.clear();
      fill(body, items.map(cell => {
        const key = keyOf(id, cell.cell), runs = h("td", { class: "n" }), mean = h("td", { class: "n" });
        const box = h("input", { type: "checkbox", onchange: () => choose(key, box.checked) });
        rows.set(key, { box, runs, mean });
        return h("tr", {}, h("td", {}, h("label", {}, box, cellName(cell))), runs, mean);
      }));
    }
    for (const cell of items) {
      const row = rows.get(keyOf(id, cell.cell));
      if (!row) continue;
      row.runs.textContent = `${count(ended(cell))} / ${count(cell.runs)}`;
      row.mean.textContent = cost(cell.mean_final_cost ?? cell.mean_cost_now);
    }
    mark();
  }

  const refresh = refresher(async () => {
    const keys = [...chosen];
    result.hidden = keys.length === 0;
    if (keys.length === 0) return;
    const ids = [...new Set(keys.map(key => key.split(".")[0]))];
    const numbers = new Map(ids.map(id => [id, keys.filter(key => key.startsWith(`${id}.`)).map(key => Number(key.split(".")[1]))]));
    const curves = new Map(), costs = new Map();
    await Promise.all(ids.map(async id => {
      if (!names.has(id)) names.set(id, (await get(`/experiments/${id}`)).experiment.name);
      const [, found] = await Promise.all([cells(id), get(`/experiments/${id}/curves?cells=${numbers.get(id).join(",")}`), ...numbers.get(id).map(async cell => costs.set(keyOf(id, cell), await finalCosts(id, cell)))]);
      found.cells.forEach(curve => curves.set(keyOf(id, curve.cell), curve));
    }));
    if (keys.join() !== [...chosen].join()) return;
    const shown = named(keys.map(key => { const [id, cell] = key.split("."); return { key, id, cell: cellsOf.get(id).find(each => each.cell === Number(cell)) }; }).filter(each => each.cell), names);
    drawFigures(shown, costs);
    await drawCurves(shown, curves);
    list();
  });
  function drawFigures(shown, costs) {
    const least = Math.min(...shown.map(each => each.cell.mean_final_cost ?? Infinity));
    const focused = figures.contains(document.activeElement);
    fill(figures, shown.map(({ key, id, cell, title }, style) => h("tr", { "data-key": key },
      h("th", { scope: "row" }, h("span", { class: "swatch", "aria-hidden": "true", style: { background: tone(style) } }), h("a", { href: `#/experiments/${id}` }, title)),
      h("td", { class: "n" }, `${count(cell.completed)} of ${count(cell.runs)}`),
      h("td", { class: "n" }, cell.mean_final_cost === least ? h("strong", {}, cost(cell.mean_final_cost)) : cost(cell.mean_final_cost)),
      [deviation(costs.get(key) ?? []), cell.least_final_cost, cell.largest_final_cost].map(value => h("td", { class: "n" }, cost(value))),
      h("td", { class: "n" }, percent(cell.test_accuracy ?? cell.train_accuracy)),
      h("td", {}, h("button", { type: "button", "aria-label": `Take out ${title}`, onclick: () => choose(key, false) }, "Take out")))));
    if (focused) figures.querySelector("button")?.focus();
  }
  async function drawCurves(shown, curves) {
    const drawn = shown.map((each, style) => ({ ...each, style, curve: curves.get(each.key) })).filter(each => each.curve?.mean.length > 0);
    chartBox.hidden = drawn.length === 0;
    chartNote.textContent = drawn.length === 0 ? "No run has recorded a cost yet." : "Mean over completed seeds (until one has completed, over those in training) with a band from the least to the largest.";
    if (drawn.length === 0) return;
    const all = drawn.flatMap(each => each.curve.mean);
    log ??= Math.min(...all) > 0 && Math.max(...all) >= 20 * Math.min(...all);
    logBox.checked = log;
    await chart.show({
      log, epochs: Math.max(...drawn.map(each => each.cell.epochs)),
      curves: drawn.map(({ title, style, cell, curve }) => ({
        name: title, style, points: curve.epochs.map((epoch, i) => [epoch, curve.mean[i]]),
        low: cell.runs > 1 ? curve.epochs.map((epoch, i) => [epoch, curve.least[i]]) : null, high: cell.runs > 1 ? curve.epochs.map((epoch, i) => [epoch, curve.largest[i]]) : null,
      })),
    });
    chartBox.setAttribute("aria-label", `Learning curves: ${drawn.map(({ title, curve }) => `${title} is at ${cost(curve.mean.at(-1))} by epoch ${curve.epochs.at(-1)}`).join("; ")}.`);
  }

  main.append(
    h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Choose cells of one experiment or several"), number),
      h("div", { class: "row", style: { marginBottom: ".5rem" } }, h("label", { for: "experiment-of-cells" }, "Experiment"), experiments),
      h("div", { class: "table-scroll", style: { maxHeight: "18rem", overflow: "auto" }, tabindex: "0", role: "region", "aria-label": "Cells to choose from" },
        h("table", {}, h("thead", {}, h("tr", {}, ["Cell, the least cost first", "Runs ended", "Mean cost"].map((text, i) => h("th", { scope: "col", class: i > 0 ? "n" : "" }, text)))), body))),
    result);
  const offs = [
    on("history", news => { if ([...chosen].some(key => key.startsWith(`${news.id}.`))) refresh(); }),
    on("reset", refresh),
  ];
  get("/experiments?limit=200").then(page => {
    page.items.forEach(item => names.set(item.id, item.name));
    fill(experiments, page.items.map(item => h("option", { value: item.id }, `${item.name} (${item.id})`)));
    const first = [...chosen][0]?.split(".")[0];
    if (first && page.items.some(item => item.id === first)) experiments.value = first;
    return Promise.all([list(), refresh.now()]);
  }).catch(error => notice(error.message));
  return () => { offs.forEach(off => off()); refresh.stop(); chart.leave(); };
}
