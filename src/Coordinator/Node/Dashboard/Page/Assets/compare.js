import { h } from "./dom.js";
import { compareExperiments } from "./compare-experiments.js";
import { compareConfigurations } from "./compare-configurations.js";

// Compares whole experiments, or configurations of any experiments.
export function compare(main, _, query) {
  const ofConfigurations = query.has("configurations");
  const tab = (text, href, current) => h("a", { class: "button", href, "aria-current": current ? "page" : null }, text);
  main.append(h("div", { class: "row spread" }, h("h1", {}, "Compare"),
    h("nav", { class: "row tabs", "aria-label": "What to compare" }, tab("Experiments", "#/compare", !ofConfigurations), tab("Configurations", "#/compare?configurations=", ofConfigurations))));
  return (ofConfigurations ? compareConfigurations : compareExperiments)(main, query);
}
