import { h, fill } from "./dom.js";
import { cost, count, ended, figure, label, nameOf, text } from "./format.js";
import { heat, heatGradient } from "./charts.js";

const absent = "";
const order = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : typeof a === "number" ? -1 : typeof b === "number" ? 1 : String(a).localeCompare(String(b));

// The parameters of the two axes, and the others, each combination of which has its own map. The tuned parameter is the horizontal axis. A
// parameter that is always shown is preferred for the vertical axis.
function axesOf(trainable) {
  const shown = trainable.parameters.filter(each => each.is_shown), numeric = shown.filter(each => each.is_numeric);
  const across = numeric.find(each => each.name === trainable.tuned) ?? numeric[0];
  const others = numeric.filter(each => each !== across);
  const down = others.filter(each => each.is_always_shown).at(-1) ?? others.at(-1);
  return { across: across?.name, down: down?.name, rest: shown.filter(each => each !== across && each !== down).map(each => each.name) };
}

// Heat maps of an experiment's configurations. A configuration without ended runs shows the current cost of its running ones.
export function heatmap(choose) {
  const element = h("div");
  const buttons = new Map();
  let layout = "", pressed = [], declared = null, axes = null, note = null;

  const objective = () => declared.metrics.find(each => each.name === declared.objective);
  const isLargerBetter = () => objective()?.goal === "maximize";
  const valueOf = item => item.mean_objective ?? (isLargerBetter() ? null : item.mean_cost_now);
  const at = (item, axis) => item.values[axis] ?? absent;
  function describe(item) {
    const names = declared.parameters.filter(each => each.is_shown).map(each => each.name);
    const value = item.mean_objective !== null ? `mean ${label(declared.objective)} ${figure(objective(), item.mean_objective)}` : item.mean_cost_now !== null ? `current cost ${cost(item.mean_cost_now)}` : "no cost yet";
    return `${nameOf(item.values, names, declared.compared)}: ${value}, ${count(ended(item))} of ${count(item.runs)} runs ended${item.diverged > 0 ? `, ${item.diverged} diverged` : ""}`;
  }
  function build(groups) {
    buttons.clear();
    note = h("p", { class: "quiet", style: { margin: ".4rem 0 0" } });
    fill(element, h("div", { class: "heats" }, [...groups].map(([name, items]) => {
      const columns = [...new Set(items.map(item => at(item, axes.across)))].sort(order);
      const rows = [...new Set(items.map(item => at(item, axes.down)))].sort(order);
      const grid = h("div", { class: "heat-grid", style: { gridTemplateColumns: `max-content repeat(${columns.length}, minmax(2.6rem, 1fr))` } },
        rows.flatMap(down => [h("span", { class: "axis" }, text(down)), ...columns.map(across => {
          const item = items.find(each => at(each, axes.across) === across && at(each, axes.down) === down);
          if (!item) return h("span");
          const button = h("button", { type: "button", onclick: () => choose(item.configuration) });
          buttons.set(item.configuration, button);
          return button;
        })]),
        h("span", { class: "axis" }, [axes.down && `${label(axes.down)} ↑`, axes.across && `${label(axes.across)} →`].filter(Boolean).join(" ")), columns.map(across => h("span", { class: "axis x" }, text(across))));
      return h("div", { class: "heat" }, h("h3", {}, name || declared.name), grid);
    })), h("div", { class: "scale", "aria-hidden": "true" }, h("span", {}), h("i", { style: { background: heatGradient } }), h("span", {})), note);
  }
  function mark(numbers) {
    pressed = numbers;
    for (const [number, button] of buttons) button.setAttribute("aria-pressed", pressed.includes(number));
  }
  function scale(items) {
    const values = items.map(valueOf).filter(value => value !== null);
    const log = !isLargerBetter() && objective()?.format === "number" && values.some(value => value > 0);
    const usable = log ? values.filter(value => value > 0) : values;
    const place = value => log ? Math.log(value) : value;
    const low = place(Math.min(...usable)), high = place(Math.max(...usable));
    return {
      log, low: Math.min(...usable), high: Math.max(...usable), isEmpty: usable.length === 0,
      share(value) {
        if (value === null || log && value <= 0) return null;
        const share = high > low ? (place(value) - low) / (high - low) : 0;
        return isLargerBetter() ? 1 - share : share;
      },
    };
  }
  return {
    element,
    mark,
    show(items, shown, trainable) {
      declared = trainable;
      axes = axesOf(trainable);
      const groups = new Map();
      for (const item of items) {
        const name = nameOf(item.values, axes.rest, trainable.compared);
        groups.set(name, [...groups.get(name) ?? [], item]);
      }
      const key = items.map(item => item.configuration).sort((a, b) => a - b).join(",");
      if (key !== layout) { layout = key; build(new Map([...groups].sort((a, b) => a[0].localeCompare(b[0], undefined, { numeric: true })))); }
      const tints = scale(items);
      note.textContent = `Mean ${label(trainable.objective)}${tints.log ? ", on a logarithmic scale" : ""}. A dashed border marks configurations with missing seeds. Select a configuration to show its curve.`;
      for (const item of items) {
        const button = buttons.get(item.configuration), value = valueOf(item), share = tints.share(value);
        const tint = share === null ? null : heat(share);
        button.style.background = tint ? tint.ground : "";
        button.style.color = tint ? tint.ink : "";
        button.classList.toggle("partial", value !== null && ended(item) < item.runs);
        button.textContent = value !== null ? figure(objective(), value) : item.diverged > 0 ? "↗" : item.failed > 0 ? "✕" : item.running > 0 ? "…" : "";
        button.title = describe(item);
        button.setAttribute("aria-label", describe(item));
      }
      const ends = element.querySelectorAll(".scale span");
      if (ends.length > 0 && !tints.isEmpty) [ends[0].textContent, ends[1].textContent] = (isLargerBetter() ? [tints.high, tints.low] : [tints.low, tints.high]).map(value => figure(objective(), value));
      mark(shown);
    },
  };
}
