import { h, fill, notice } from "./dom.js";
import { get, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, cost, ended, figure, label, nameOf, sentence } from "./format.js";
import { curveChart, tone } from "./charts.js";

const maxChosen = 12;
const maxListed = 500;
const pageOfRuns = 200;

const keyOf = (id, number) => `${id}.${number}`;

function deviation(values) {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

async function objectives(id, number, objective) {
  const values = [];
  for (let offset = 0, total = 1; offset < total; offset += pageOfRuns) {
    const page = await get(`/experiments/${id}/runs?configuration=${number}&state=completed&offset=${offset}&limit=${pageOfRuns}`);
    total = page.total;
    values.push(...page.items.map(run => run.metrics[objective] ?? null).filter(value => value !== null));
  }
  return values;
}

// Gives each configuration a unique title: the values that distinguish it, and its experiment if there are several.
function named(shown, about) {
  const ids = [...new Set(shown.map(each => each.id))], several = ids.length > 1;
  const sameName = new Set(ids.map(id => about.get(id).name)).size < ids.length;
  const names = [...new Set(shown.flatMap(each => Object.keys(each.item.values)))];
  const distinguishing = new Set(names.filter(name => new Set(shown.map(each => each.item.values[name]).filter(value => value !== undefined)).size > 1));
  const titled = shown.map(each => {
    const { name, trainable } = about.get(each.id);
    const own = trainable.parameters.filter(parameter => parameter.is_shown || distinguishing.has(parameter.name)).map(parameter => parameter.name);
    return { ...each, title: [nameOf(each.item.values, own, trainable.compared), several ? (sameName ? `${name} ${each.id}` : name) : null].filter(Boolean).join(", ") };
  });
  const seen = titled.map(each => each.title);
  return titled.map(each => seen.filter(title => title === each.title).length > 1 ? { ...each, title: `${each.title}, configuration ${each.item.configuration}` } : each);
}

export function compareConfigurations(main, query) {
  const chosen = new Set((query.get("configurations") ?? "").split(",").filter(each => /^\w+\.\d+$/.test(each)).slice(0, maxChosen));
  const about = new Map(), itemsOf = new Map();
  const rows = new Map();
  let log = null, listed = "";
  const experiments = h("select", { id: "experiment-of-configurations", onchange: () => list() });
  const body = h("tbody");
  const number = h("span", { class: "quiet", role: "status" });
  const chartBox = h("div", { class: "chart", role: "img", "aria-label": "Learning curves" });
  const chart = curveChart(chartBox);
  const chartNote = h("p", { class: "quiet", style: { margin: "0" } });
  const logBox = h("input", { type: "checkbox", onchange: () => { log = logBox.checked; refresh.now(); } });
  const heads = h("tr"), figures = h("tbody"), figuresTitle = h("h2", {}, "Objective");
  const result = h("div", { class: "stack", style: { gap: "1rem" }, hidden: true },
    h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Learning curves"), h("label", {}, logBox, "Logarithmic")), chartBox, chartNote),
    h("section", { class: "card" }, figuresTitle,
      h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Objective" }, h("table", {}, h("thead", {}, heads), figures)),
      h("p", { class: "quiet", style: { margin: ".5rem 0 0" } }, "Statistics over the completed seeds, with the sample standard deviation. The report of the experiment tests whether a difference is significant.")));

  function choose(key, wanted) {
    if (wanted) chosen.add(key); else chosen.delete(key);
    mark();
    refresh.now();
  }
  function mark() {
    history.replaceState(null, "", `#/compare?configurations=${[...chosen].join(",")}`);
    number.textContent = `${chosen.size} of ${maxChosen} selected`;
    for (const [key, { box }] of rows) {
      box.checked = chosen.has(key);
      box.disabled = !box.checked && chosen.size >= maxChosen;
    }
  }
  async function describe(id) {
    if (!about.has(id)) {
      const { experiment, trainable } = await get(`/experiments/${id}`);
      about.set(id, { name: experiment.name, trainable });
    }
    return about.get(id);
  }
  async function read(id) {
    const [found] = await Promise.all([get(`/experiments/${id}/configurations`), describe(id)]);
    itemsOf.set(id, found.items);
    return found.items;
  }
  // Rows keep their order while figures change, so that a row does not move while somebody selects it.
  async function list() {
    const id = experiments.value;
    if (!id) return;
    const items = (itemsOf.get(id) ?? await read(id)).slice(0, maxListed);
    if (id !== experiments.value) return;
    const { trainable } = about.get(id), objective = trainable.metrics.find(each => each.name === trainable.objective);
    const names = trainable.parameters.filter(each => each.is_shown).map(each => each.name);
    if (listed !== id) {
      listed = id;
      rows.clear();
      fill(body, items.map(item => {
        const key = keyOf(id, item.configuration), runs = h("td", { class: "n" }), mean = h("td", { class: "n" });
        const box = h("input", { type: "checkbox", onchange: () => choose(key, box.checked) });
        rows.set(key, { box, runs, mean });
        return h("tr", {}, h("td", {}, h("label", {}, box, nameOf(item.values, names, trainable.compared) || "the only configuration")), runs, mean);
      }));
    }
    for (const item of items) {
      const row = rows.get(keyOf(id, item.configuration));
      if (!row) continue;
      row.runs.textContent = `${count(ended(item))} / ${count(item.runs)}`;
      row.mean.textContent = item.mean_objective !== null ? figure(objective, item.mean_objective) : cost(item.mean_cost_now);
    }
    mark();
  }

  const refresh = refresher(async () => {
    const keys = [...chosen];
    result.hidden = keys.length === 0;
    if (keys.length === 0) return;
    const ids = [...new Set(keys.map(key => key.split(".")[0]))];
    const numbers = new Map(ids.map(id => [id, keys.filter(key => key.startsWith(`${id}.`)).map(key => Number(key.split(".")[1]))]));
    const curves = new Map(), values = new Map();
    await Promise.all(ids.map(async id => {
      const { trainable } = await describe(id);
      const [, found] = await Promise.all([read(id), get(`/experiments/${id}/curves?configurations=${numbers.get(id).join(",")}`),
        ...numbers.get(id).map(async each => values.set(keyOf(id, each), await objectives(id, each, trainable.objective)))]);
      found.configurations.forEach(curve => curves.set(keyOf(id, curve.configuration), curve));
    }));
    if (keys.join() !== [...chosen].join()) return;
    const found = keys.map(key => { const [id, each] = key.split("."); return { key, id, item: itemsOf.get(id).find(item => item.configuration === Number(each)) }; });
    const shown = named(found.filter(each => each.item), about);
    drawFigures(shown, values);
    await drawCurves(shown, curves);
    list();
  });
  function drawFigures(shown, values) {
    const declared = shown.map(({ id }) => about.get(id).trainable), metrics = new Map(declared.flatMap(each => each.metrics).map(each => [each.name, each]));
    const objectiveOf = i => metrics.get(declared[i].objective);
    const fractions = [...metrics.values()].filter(each => each.format === "percent" && shown.some(({ item }) => (item.metrics[each.name] ?? null) !== null));
    const means = shown.map(each => each.item.mean_objective).filter(value => value !== null);
    const best = objectiveOf(0)?.goal === "maximize" ? Math.max(...means) : Math.min(...means);
    figuresTitle.textContent = [...new Set(declared.map(each => sentence(label(each.objective))))].join(", ") || "Objective";
    fill(heads, ["Configuration", "Seeds", "Mean", "Deviation", "Smallest", "Largest", ...fractions.map(each => sentence(each.label))].map((text, i) => h("th", { scope: "col", class: i > 0 ? "n" : "" }, text)),
      h("th", { scope: "col" }, h("span", { class: "visually-hidden" }, "Remove")));
    const focused = figures.contains(document.activeElement);
    fill(figures, shown.map(({ key, id, item, title }, i) => h("tr", { "data-key": key },
      h("th", { scope: "row" }, h("span", { class: "swatch", "aria-hidden": "true", style: { background: tone(i) } }), h("a", { href: `#/experiments/${id}` }, title)),
      h("td", { class: "n" }, `${count(item.completed)} of ${count(item.runs)}`),
      h("td", { class: "n" }, item.mean_objective !== null && item.mean_objective === best ? h("strong", {}, figure(objectiveOf(i), item.mean_objective)) : figure(objectiveOf(i), item.mean_objective)),
      [deviation(values.get(key) ?? []), item.least_objective, item.largest_objective].map(value => h("td", { class: "n" }, figure(objectiveOf(i), value))),
      fractions.map(each => h("td", { class: "n" }, figure(each, item.metrics[each.name]))),
      h("td", {}, h("button", { type: "button", "aria-label": `Remove ${title}`, onclick: () => choose(key, false) }, "Remove")))));
    if (focused) figures.querySelector("button")?.focus();
  }
  async function drawCurves(shown, curves) {
    const drawn = shown.map((each, style) => ({ ...each, style, curve: curves.get(each.key) })).filter(each => each.curve?.mean.length > 0);
    chartBox.hidden = drawn.length === 0;
    chartNote.textContent = drawn.length === 0 ? "No run has recorded a cost yet." : "Mean over completed seeds with a band from the smallest to the largest cost. Until a seed completes, over the running seeds.";
    if (drawn.length === 0) return;
    const all = drawn.flatMap(each => each.curve.mean);
    log ??= Math.min(...all) > 0 && Math.max(...all) >= 20 * Math.min(...all);
    logBox.checked = log;
    await chart.show({
      log, epochs: Math.max(...drawn.map(each => each.curve.epochs.at(-1))),
      curves: drawn.map(({ title, style, item, curve }) => ({
        name: title, style, points: curve.epochs.map((epoch, i) => [epoch, curve.mean[i]]),
        low: item.runs > 1 ? curve.epochs.map((epoch, i) => [epoch, curve.least[i]]) : null, high: item.runs > 1 ? curve.epochs.map((epoch, i) => [epoch, curve.largest[i]]) : null,
      })),
    });
    chartBox.setAttribute("aria-label", `Learning curves: ${drawn.map(({ title, curve }) => `${title} is at ${cost(curve.mean.at(-1))} by epoch ${curve.epochs.at(-1)}`).join("; ")}.`);
  }

  main.append(
    h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Select configurations of one or more experiments"), number),
      h("div", { class: "row", style: { marginBottom: ".5rem" } }, h("label", { for: "experiment-of-configurations" }, "Experiment"), experiments),
      h("div", { class: "table-scroll", style: { maxHeight: "18rem", overflow: "auto" }, tabindex: "0", role: "region", "aria-label": "Available configurations" },
        h("table", {}, h("thead", {}, h("tr", {}, ["Configuration (best first)", "Runs ended", "Mean objective"].map((text, i) => h("th", { scope: "col", class: i > 0 ? "n" : "" }, text)))), body))),
    result);
  const offs = [
    on("history", event => { if ([...chosen].some(key => key.startsWith(`${event.id}.`))) refresh(); }),
    on("reset", refresh),
  ];
  get("/experiments?limit=200").then(page => {
    fill(experiments, page.items.map(item => h("option", { value: item.id }, `${item.name} (${item.id})`)));
    const first = [...chosen][0]?.split(".")[0];
    if (first && page.items.some(item => item.id === first)) experiments.value = first;
    return Promise.all([list(), refresh.now()]);
  }).catch(error => notice(error.message));
  return () => { offs.forEach(off => off()); refresh.stop(); chart.leave(); };
}
