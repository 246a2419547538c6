import { h } from "./dom.js";
import { compareExperiments } from "./compare-experiments.js";
import { compareCells } from "./compare-cells.js";

// Experiments as wholes, or single cells of any of them.
export function compare(main, _, query) {
  const ofCells = query.has("cells");
  const tab = (text, href, current) => h("a", { class: "button", href, "aria-current": current ? "page" : null }, text);
  main.append(h("div", { class: "row spread" }, h("h1", {}, "Compare"),
    h("nav", { class: "row tabs", "aria-label": "What to compare" }, tab("Experiments", "#/compare", !ofCells), tab("Cells", "#/compare?cells=", ofCells))));
  return (ofCells ? compareCells : compareExperiments)(main, query);
}
