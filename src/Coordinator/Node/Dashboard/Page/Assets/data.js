import { h, fill } from "./dom.js";
import { account, post } from "./api.js";
import { count } from "./format.js";

const maxBytes = 64 * 1024 * 1024;
const maxListed = 50;
const numbers = (n, one) => `${count(n)} ${one}${n === 1 ? "" : one.endsWith("s") ? "es" : "s"}`;
const further = (total, what) => total > maxListed ? h("p", { class: "quiet" }, `The first ${maxListed} of ${numbers(total, what)}.`) : null;

function table(label, heads, rows, fold = false) {
  return h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label },
    h("table", { class: fold ? "fold" : "" }, h("caption", { class: "visually-hidden" }, label),
      h("thead", {}, h("tr", {}, heads.map(([text, isNumber]) => h("th", { scope: "col", class: isNumber ? "n" : "" }, text)))), h("tbody", {}, rows)));
}
const list = (items, bad) => items.length === 0 ? null
  : h("div", { class: bad ? "note bad" : "note" }, h("ul", { style: { margin: "0", paddingLeft: "1.1rem", overflowWrap: "anywhere" } }, items.map(item => h("li", {}, item))));

function columnsOf(found) {
  const heads = [["#", true], ["Column"], ["Role"], ["Cells"], ["Distinct", true], ["Missing", true], ["Values"]];
  return h("section", { class: "card" }, h("h2", {}, "Columns"), table("Columns", heads, found.columns.slice(0, maxListed).map(column => h("tr", {},
    h("td", { class: "n", "data-label": "#" }, count(column.number)),
    h("td", {}, h("strong", {}, column.name)),
    h("td", { "data-label": "Role" }, column.role),
    h("td", { "data-label": "Cells" }, column.type),
    h("td", { class: "n", "data-label": "Distinct" }, count(column.distinct)),
    h("td", { class: "n", "data-label": "Missing" }, count(column.missing)),
    h("td", { class: "wide", "data-label": "Values" }, column.values))), true), further(found.column_count, "column"));
}
function rowsOf(found) {
  return h("section", { class: "card" }, h("h2", {}, "First rows"), table("First rows", found.columns.slice(0, maxListed).map(column => [column.name]),
    found.first_rows.map(row => h("tr", {}, row.slice(0, maxListed).map(cell => h("td", {}, cell))))), further(found.column_count, "column"));
}
function classesOf(found) {
  return h("section", { class: "card" }, h("h2", {}, "Classes"), found.class_count === 0 ? h("p", { style: { margin: "0" } }, "The labels are real numbers (a regression).")
    : table("Classes", [["Class", true], ["Label"], ["Training", true], ["Test", true]], found.classes.slice(0, maxListed).map((each, i) => h("tr", {},
      h("td", { class: "n" }, i), h("td", {}, each.label), h("td", { class: "n" }, count(each.training)), h("td", { class: "n" }, count(each.test))))),
  further(found.class_count, "class"));
}
function resultOf(found) {
  const sizes = [numbers(found.rows, "row"), numbers(found.column_count, "column"),
    ...(found.usable ? [numbers(found.training_examples, "training example"), numbers(found.test_examples, "test example"), numbers(found.inputs, "input")] : [])];
  return [
    h("p", { class: "quiet", style: { margin: "0" } }, sizes.join(", ")),
    list(found.errors, true), list(found.notes),
    found.section === null ? null : h("section", { class: "card" }, h("h2", {}, "Section"),
      h("p", { style: { margin: "0 0 .6rem" } }, found.errors.length === 0 ? "Paste this into an experiment file:"
        : "With these keys the data can be used. Check whether they mean what you want:"),
      h("pre", { tabindex: "0", role: "region", "aria-label": "Section of the experiment file" }, found.section)),
    found.usable ? classesOf(found) : null,
    columnsOf(found), found.first_rows.length > 0 ? rowsOf(found) : null];
}
const failureOf = error => list(error.errors?.length > 0 ? error.errors.map(each => (each.key ? `${each.key}: ` : "") + each.message) : [error.message], true);

// The coordinator describes a data file that the browser uploads. It stores nothing.
export function data(main) {
  if (account.role !== "admin") {
    main.append(h("h1", {}, "Data"), h("p", { class: "note" }, "Your token may view experiments but not upload data."));
    return () => {};
  }
  const file = h("input", { id: "data-file", type: "file", required: true });
  const keys = h("textarea", { id: "keys", class: "keys", rows: 4, spellcheck: false, placeholder: "label=quality" });
  const send = h("button", { class: "primary", type: "submit" }, "Describe");
  const result = h("div", { class: "stack", style: { gap: "1rem" }, "aria-live": "polite" });

  async function describe(event) {
    event.preventDefault();
    const chosen = file.files[0];
    if (chosen.size > maxBytes) {
      fill(result, list(["A data file may have at most 64 MiB here. The command nnoptim data describes larger ones."], true));
      return;
    }
    const query = new URLSearchParams({ name: chosen.name });
    keys.value.split("\n").map(line => line.trim()).filter(Boolean).forEach(line => query.append("set", line));
    send.disabled = true;
    fill(result, h("p", { class: "quiet", style: { margin: "0" } }, "Reading the data …"));
    const parts = await post(`/datasets/description?${query}`, chosen, "application/octet-stream").then(resultOf, failureOf);
    send.disabled = false;
    fill(result, parts);
  }

  main.append(h("h1", {}, "Data"),
    h("section", { class: "card" }, h("form", { class: "stack", style: { gap: ".6rem" }, onsubmit: describe },
      h("p", { class: "quiet", style: { margin: "0" } }, "Shows what the program understands of a data file (CSV, Parquet, LIBSVM), and the dataset section for it. The coordinator stores nothing."),
      h("label", { for: "data-file" }, "Data file"), file,
      h("label", { for: "keys" }, "Keys of the section, one KEY=VALUE per line"), keys,
      h("div", {}, send))),
    result);
  return () => {};
}
