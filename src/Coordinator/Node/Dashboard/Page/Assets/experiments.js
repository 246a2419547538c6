import { h, fill, notice } from "./dom.js";
import { account, get, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, when, ago, ended, progressOf } from "./format.js";
import { submit } from "./submit.js";

const size = 25;
const parts = ["completed", "diverged", "failed", "cancelled", "running"];

export function bar(item) {
  const text = parts.filter(part => item[part] > 0).map(part => `${count(item[part])} ${part}`).join(", ") || "none ended";
  return h("div", { class: "bar", role: "img", "aria-label": `${count(ended(item))} of ${count(item.runs)} runs: ${text}`, title: text },
    parts.map(part => h("span", { class: part, style: { width: `${100 * item[part] / Math.max(1, item.runs, item.most ?? 0)}%` } })));
}
export const state = word => h("span", { class: "state", "data-state": word }, word.replace("_", " "));

export function experiments(main) {
  const view = { search: "", state: "", archived: false, offset: 0 };
  let items = [], total = 0;
  const body = h("tbody");
  const foot = h("div", { class: "row spread", style: { marginTop: ".7rem" } });
  const empty = h("div");
  const table = h("table", { class: "fold" }, h("caption", { class: "visually-hidden" }, "Experiments, newest first"),
    h("thead", {}, h("tr", {}, ["Experiment", "State", "Runs", "", "Submitted", "Priority"].map((text, i) => h("th", { scope: "col", class: i === 5 ? "n" : "" }, text || h("span", { class: "visually-hidden" }, "Progress"))))), body);

  function row(item) {
    return h("tr", { "data-id": item.id },
      h("td", { class: "wide" }, h("a", { href: `#/experiments/${item.id}` }, item.name),
        h("span", { class: "sub" }, item.id, item.tags.map(tag => ` · ${tag}`), item.note ? ` · ${item.note}` : "")),
      h("td", {}, state(item.state)),
      h("td", {}, progressOf(item), item.failed > 0 ? h("span", { class: "sub" }, `${count(item.failed)} failed`) : null),
      h("td", { class: "wide" }, bar(item)),
      h("td", { "data-label": "Submitted", title: when(item.submitted_at) }, ago(item.submitted_at)),
      h("td", { class: "n", "data-label": "Priority" }, item.priority));
  }
  function draw() {
    fill(body, items.map(row));
    table.hidden = items.length === 0;
    const filtered = view.search || view.state;
    fill(empty, items.length > 0 ? null : h("div", { class: "empty" },
      h("p", {}, filtered ? "No experiment matches." : "No experiments yet."),
      !filtered && account.role === "admin" ? h("button", { type: "button", class: "primary", onclick: () => submit() }, "Submit your first experiment") : null));
    fill(foot, total > size ? [
      h("span", { class: "quiet" }, `${count(view.offset + 1)} to ${count(Math.min(total, view.offset + size))} of ${count(total)}`),
      h("div", { class: "row" },
        h("button", { type: "button", disabled: view.offset === 0, onclick: () => turn(-size) }, "Newer"),
        h("button", { type: "button", disabled: view.offset + size >= total, onclick: () => turn(size) }, "Older"))] : []);
  }
  const refresh = refresher(async () => {
    const query = new URLSearchParams({ offset: view.offset, limit: size });
    if (view.search) query.set("search", view.search);
    if (view.state) query.set("state", view.state);
    if (view.archived) query.set("archived", "true");
    const page = await get(`/experiments?${query}`);
    items = page.items;
    total = page.total;
    draw();
  });
  const turn = step => { view.offset = Math.max(0, view.offset + step); refresh.now(); };
  const again = () => { view.offset = 0; refresh.now(); };

  const search = h("input", { type: "search", id: "search", placeholder: "Name or id", oninput: () => { view.search = search.value.trim(); again(); } });
  const states = h("select", { id: "states", onchange: () => { view.state = states.value; again(); } },
    [["", "All"], ["active", "Active"], ["paused", "Paused"], ["ended", "Ended"], ["cancelled", "Cancelled"], ["unfinished", "Unfinished"], ["failed", "With failed runs"], ["diverged", "With diverged runs"]]
      .map(([value, text]) => h("option", { value }, text)));
  const archived = h("input", { type: "checkbox", onchange: () => { view.archived = archived.checked; again(); } });
  main.append(
    h("div", { class: "row spread" }, h("h1", {}, "Experiments"),
      account.role === "admin" ? h("button", { type: "button", class: "primary", onclick: () => submit() }, "Submit an experiment") : null),
    h("section", { class: "card" },
      h("div", { class: "row", role: "search", style: { marginBottom: ".8rem" } },
        h("label", {}, "Search ", search), h("label", {}, "State ", states), h("label", {}, archived, "Include archived")),
      h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "List of experiments" }, table), empty, foot));

  const offs = [
    on("experiment", event => {
      const item = items.find(each => each.id === event.id);
      if (!item) { refresh(); return; }
      Object.assign(item, event);
      body.querySelector(`tr[data-id="${event.id}"]`)?.replaceWith(row(item));
    }),
    on("reset", refresh),
    on("history", event => { if (!items.some(each => each.id === event.id)) refresh(); }),
  ];
  refresh.now().catch(error => notice(error.message));
  return () => { offs.forEach(off => off()); refresh.stop(); };
}
