import { h, fill, dialog, notice } from "./dom.js";
import { post, ApiError } from "./api.js";
import { count } from "./format.js";

const start = `name: my-experiment
dataset: {kind: moons, examples: 300, noise: 0.2, seed: 3}
network: {layers: [2, 5, 2, 1]}        # input width first
training: {epochs: 2000, record_every: 50, target_cost: 0.3}
grid:
  optimizer: [gd, momentum, adam]
  learning_rate: [0.001, 0.01, 0.1]
  batch_size: [16, 64]
  seed: 1..3
`;
const checkDelay = 350;

// The coordinator validates the file after each change. Each error shows its line, and a click on it moves the cursor there.
export function submit() {
  let timer = 0, latest = 0;
  const text = h("textarea", { id: "file", spellcheck: false, "aria-describedby": "verdict", wrap: "off" });
  text.value = start;
  const gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  const verdict = h("div", { id: "verdict", class: "verdict", "aria-live": "polite" });
  const priority = h("input", { type: "number", min: -100, max: 100, step: 1, style: { width: "6rem" } });
  priority.value = 0;
  const large = h("input", { type: "checkbox", onchange: () => scheduleCheck(0) });
  const send = h("button", { class: "primary", type: "submit" }, "Submit");

  function showLineNumbers(errors = []) {
    const lines = new Set(errors.map(error => error.line));
    fill(gutter, text.value.split("\n").flatMap((_, i) => [lines.has(i + 1) ? h("b", {}, `✕ ${i + 1}`) : String(i + 1), "\n"]));
    gutter.scrollTop = text.scrollTop;
  }
  function goTo(error) {
    const before = text.value.split("\n").slice(0, error.line - 1).join("\n").length + (error.line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(before + error.column - 1, before + error.column - 1);
  }
  function showErrors(errors) {
    showLineNumbers(errors);
    text.setAttribute("aria-invalid", errors.length > 0);
    fill(verdict, h("ul", {}, errors.map(error => h("li", {}, error.line
      ? h("button", { type: "button", class: "plain", onclick: () => goTo(error) }, `Line ${error.line}, column ${error.column}: ${error.key ? error.key + ": " : ""}${error.message}`)
      : h("span", { style: { color: "var(--bad)" } }, `${error.key ? error.key + ": " : ""}${error.message}`)))));
  }
  async function check() {
    const requested = ++latest;
    try {
      const found = await post(`/experiments/validation?large=${large.checked}`, text.value, "application/yaml");
      if (requested !== latest) return;
      send.disabled = !found.is_valid;
      if (!found.is_valid) { showErrors(found.errors); return; }
      showLineNumbers();
      text.removeAttribute("aria-invalid");
      fill(verdict, [h("span", { class: "good" }, `✓ ${found.name}: ${count(found.runs)} run${found.runs === 1 ? "" : "s"}`),
        found.notes.length > 0 && h("ul", {}, found.notes.map(note => h("li", {}, note)))]);
    } catch (error) {
      if (requested !== latest || !(error instanceof ApiError)) return;
      send.disabled = true;
      showErrors([{ message: error.message }]);
    }
  }
  const scheduleCheck = wait => { clearTimeout(timer); timer = setTimeout(check, wait); };
  text.addEventListener("input", () => { showLineNumbers(); scheduleCheck(checkDelay); });
  text.addEventListener("scroll", () => { gutter.scrollTop = text.scrollTop; });

  const file = h("input", { type: "file", accept: ".yaml,.yml,.json,text/*", "aria-label": "Open a file", onchange: async () => {
    if (file.files[0]) { text.value = await file.files[0].text(); showLineNumbers(); scheduleCheck(0); }
  } });
  const box = dialog("Submit an experiment", false, close => h("form", { onsubmit: async event => {
    event.preventDefault();
    send.disabled = true;
    try {
      const done = await post(`/experiments?priority=${priority.value || 0}&large=${large.checked}`, text.value, "application/yaml");
      close();
      notice(`Submitted: ${count(done.runs)} runs.`);
      location.hash = `#/experiments/${done.id}`;
    } catch (error) {
      showErrors(error.errors?.length > 0 ? error.errors : [{ message: error.message }]);
      send.disabled = false;
    }
  } },
  h("h2", {}, "Submit an experiment"),
  h("div", { class: "row spread" }, h("label", { for: "file" }, "Experiment file (YAML or JSON)"), file),
  h("div", { class: "editor" }, gutter, text),
  verdict,
  h("div", { class: "row spread" },
    h("div", { class: "row" }, h("label", {}, "Priority ", priority), h("label", {}, large, "Allow more than 10,000 runs")),
    h("div", { class: "row" }, h("button", { type: "button", onclick: close }, "Close"), send))));
  box.addEventListener("close", () => clearTimeout(timer));
  showLineNumbers();
  scheduleCheck(0);
  text.focus();
}
