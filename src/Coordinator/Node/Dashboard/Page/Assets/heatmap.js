import { h, fill } from "./dom.js";
import { cost, rate, batch, count, method } from "./format.js";
import { heat, heatGradient } from "./charts.js";

// One map an optimiser, and where cells differ in more than learning rate and batch size one a setting of the rest: learning
// rates across, batch sizes down. It fills in as runs end: until a cell's first run has ended it shows what the running ones cost now.
export function heatmap(choose) {
  const element = h("div");
  const buttons = new Map();
  let layout = "", pressed = [];

  const valueOf = cell => cell.mean_final_cost ?? cell.mean_cost_now;
  function describe(cell) {
    const value = cell.mean_final_cost !== null ? `mean final cost ${cost(cell.mean_final_cost)}` : cell.mean_cost_now !== null ? `costs ${cost(cell.mean_cost_now)} now` : "no cost yet";
    const ended = cell.completed + cell.diverged + cell.failed + cell.cancelled;
    return `${method(cell)}, learning rate ${rate(cell.learning_rate)}, batch ${batch(cell.batch_size)}: ${value}, ${count(ended)} of ${count(cell.runs)} runs ended${cell.diverged > 0 ? `, ${cell.diverged} diverged` : ""}`;
  }
  function build(groups) {
    buttons.clear();
    fill(element, h("div", { class: "heats" }, [...groups].map(([name, cells]) => {
      const rates = [...new Set(cells.map(cell => cell.learning_rate))].sort((a, b) => a - b);
      const batches = [...new Set(cells.map(cell => cell.batch_size))].sort((a, b) => (a || Infinity) - (b || Infinity));
      const grid = h("div", { class: "heat-grid", style: { gridTemplateColumns: `max-content repeat(${rates.length}, minmax(2.6rem, 1fr))` } },
        batches.flatMap(size => [h("span", { class: "axis" }, batch(size)), ...rates.map(step => {
          const cell = cells.find(each => each.learning_rate === step && each.batch_size === size);
          if (!cell) return h("span");
          const button = h("button", { type: "button", onclick: () => choose(cell.cell) });
          buttons.set(cell.cell, button);
          return button;
        })]),
        h("span", { class: "axis" }, "batch ↑ rate →"), rates.map(step => h("span", { class: "axis x" }, rate(step))));
      return h("div", { class: "heat" }, h("h3", {}, name), grid);
    })), h("div", { class: "scale", "aria-hidden": "true" }, h("span", {}), h("i", { style: { background: heatGradient } }), h("span", {})),
    h("p", { class: "quiet", style: { margin: ".4rem 0 0" } }, "Mean final cost, on a logarithmic scale; dashed while seeds are missing. Choose a cell to see its curve."));
  }
  function mark(cells) {
    pressed = cells;
    for (const [number, button] of buttons) button.setAttribute("aria-pressed", pressed.includes(number));
  }
  return {
    element,
    mark,
    show(cells, shown) {
      const groups = Map.groupBy ? Map.groupBy(cells, method) : cells.reduce((map, cell) => map.set(method(cell), [...map.get(method(cell)) ?? [], cell]), new Map());
      const sorted = new Map([...groups].sort((a, b) => a[0].localeCompare(b[0], undefined, { numeric: true })));
      const key = cells.map(cell => cell.cell).sort((a, b) => a - b).join(",");
      if (key !== layout) { layout = key; build(sorted); }
      const values = cells.map(valueOf).filter(value => value !== null && value > 0);
      const low = Math.log(Math.min(...values)), high = Math.log(Math.max(...values));
      for (const cell of cells) {
        const button = buttons.get(cell.cell), value = valueOf(cell);
        const ended = cell.completed + cell.diverged + cell.failed + cell.cancelled;
        const tint = value > 0 ? heat(high > low ? (Math.log(value) - low) / (high - low) : 0) : null;
        button.style.background = tint ? tint.ground : "";
        button.style.color = tint ? tint.ink : "";
        button.classList.toggle("partial", value !== null && ended < cell.runs);
        button.textContent = value !== null ? cost(value) : cell.diverged > 0 ? "↗" : cell.failed > 0 ? "✕" : cell.running > 0 ? "…" : "";
        button.title = describe(cell);
        button.setAttribute("aria-label", describe(cell));
      }
      const ends = element.querySelectorAll(".scale span");
      if (ends.length > 0 && values.length > 0) { ends[0].textContent = cost(Math.exp(low)); ends[1].textContent = cost(Math.exp(high)); }
      mark(shown);
    },
  };
}
