import { h, fill, notice } from "./dom.js";
import { get } from "./api.js";
import { figure, label, count, ago } from "./format.js";

const maxChosen = 10;
const maxConfigurations = 200;

// A row with the mean objective of a configuration in each experiment, and its percentages. The best value is bold.
function rowOf(found, { configuration, figures }) {
  const metricOf = i => found.metrics.find(each => each.name === found.experiments[i].objective);
  const values = figures.map(part => part?.mean_objective ?? null).filter(value => value !== null);
  const best = metricOf(0)?.goal === "maximize" ? Math.max(...values) : Math.min(...values);
  const fractions = part => found.metrics.filter(each => each.format === "percent" && part.metrics[each.name] !== null && part.metrics[each.name] !== undefined)
    .map(each => `, ${label(each.name)} ${figure(each, part.metrics[each.name])}`).join("");
  return h("tr", {}, h("th", { scope: "row" }, configuration || "the only configuration"), figures.map((part, i) => {
    if (!part) return h("td", {}, "–");
    const text = figure(metricOf(i), part.mean_objective);
    return h("td", {}, part.mean_objective === best ? h("strong", {}, text) : text, h("span", { class: "sub" }, `${part.completed} of ${part.runs} seeds${fractions(part)}`));
  }));
}

export function compareExperiments(main, query) {
  const chosen = new Set((query.get("ids") ?? "").split(",").filter(Boolean));
  const list = h("tbody");
  const result = h("div", { class: "stack", "aria-live": "polite" });
  const button = h("button", { type: "button", class: "primary", onclick: show }, "Compare");
  let items = [];

  function draw() {
    button.disabled = chosen.size < 2 || chosen.size > maxChosen;
    fill(list, items.map(item => {
      const box = h("input", { type: "checkbox", checked: chosen.has(item.id), onchange: () => { if (box.checked) chosen.add(item.id); else chosen.delete(item.id); button.disabled = chosen.size < 2 || chosen.size > maxChosen; } });
      return h("tr", {}, h("td", {}, h("label", {}, box, item.name)), h("td", {}, item.id), h("td", {}, `${count(item.completed + item.diverged)} / ${count(item.runs)}`), h("td", {}, ago(item.submitted_at)));
    }));
  }
  async function show() {
    fill(result, h("p", { class: "quiet" }, "Reading the experiments …"));
    button.disabled = true;
    try {
      const found = await get(`/compare?ids=${[...chosen].join(",")}`);
      history.replaceState(null, "", `#/compare?ids=${[...chosen].join(",")}`);
      const heads = found.experiments.map(each => h("th", { scope: "col" }, h("a", { href: `#/experiments/${each.id}` }, each.name), h("span", { class: "quiet" }, ` ${each.id}`)));
      fill(result,
        h("section", { class: "card" }, h("h2", {}, "Differences"), found.differences.length === 0 ? h("p", {}, "The experiment files are identical.")
          : h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Differences" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Key"), heads.map(head => head.cloneNode(true)))),
            h("tbody", {}, found.differences.map(each => h("tr", {}, h("th", { scope: "row" }, each.key), each.values.map(value => h("td", {}, value ?? "–")))))))),
        h("section", { class: "card" }, h("h2", {}, "Common configurations"), found.configurations.length === 0 ? h("p", {}, "The experiments have no common configuration.")
          : h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Common configurations" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Configuration"), heads)),
            h("tbody", {}, found.configurations.slice(0, maxConfigurations).map(each => rowOf(found, each))))),
          found.configurations.length > maxConfigurations ? h("p", { class: "quiet" }, `The best ${maxConfigurations} of ${count(found.configurations.length)}.`) : null),
        h("section", { class: "card" }, h("h2", {}, "Bitwise comparison"), h("ul", { style: { margin: 0 } }, found.bits.map(each => h("li", {}, each.compared === 0
          ? `${found.experiments[0].id} and ${each.with}: no run with the same configuration and seed has a result in both.`
          : `${found.experiments[0].id} and ${each.with}: ${count(each.agreeing)} of ${count(each.compared)} runs with the same configuration and seed match bit for bit.`)))));
    } catch (error) {
      fill(result, h("p", { class: "note bad" }, error.message));
    }
    button.disabled = false;
  }

  main.append(
    h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Select two or more experiments"), button),
      h("div", { class: "table-scroll", style: { maxHeight: "18rem", overflow: "auto" }, tabindex: "0", role: "region", "aria-label": "Available experiments" },
        h("table", {}, h("thead", {}, h("tr", {}, ["Experiment", "Id", "Runs", "Submitted"].map(text => h("th", { scope: "col" }, text)))), list))),
    result);
  get("/experiments?limit=200").then(page => { items = page.items; draw(); if (chosen.size >= 2) show(); }, error => notice(error.message));
  draw();
  return () => {};
}
