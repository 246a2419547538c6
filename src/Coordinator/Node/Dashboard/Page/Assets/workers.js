import { h, fill } from "./dom.js";
import { get, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, when, ago } from "./format.js";

const interval = 2000;

export function workers(main) {
  const body = h("tbody");
  const sum = h("p", { class: "quiet", style: { margin: "0 0 .6rem" } });
  const refresh = refresher(async () => {
    const found = (await get("/workers")).workers;
    const slots = found.reduce((all, worker) => all + worker.slots, 0), rate = found.reduce((all, worker) => all + worker.runs_per_second, 0);
    sum.textContent = found.length === 0 ? "No workers are registered. Start one with: nnoptim-worker --join HOST:PORT"
      : `${count(found.length)} worker${found.length === 1 ? "" : "s"} with ${count(slots)} slot${slots === 1 ? "" : "s"}, ${rate.toFixed(1)} runs/s over the last minute.`;
    fill(body, found.map(worker => {
      const used = Math.min(worker.held, worker.slots);
      return h("tr", {},
        h("td", { class: "wide" }, worker.worker, h("span", { class: "sub", title: worker.program_version }, worker.program_version.split("+")[0])),
        h("td", { "data-label": "Slots" }, count(worker.slots)),
        h("td", {}, h("div", { class: "bar", role: "img", "aria-label": `${used} of ${worker.slots} slots busy`, title: `${used} of ${worker.slots} slots busy` }, h("span", { class: "completed", style: { width: `${100 * used / worker.slots}%` } }))),
        h("td", { "data-label": "Runs held" }, count(worker.held)),
        h("td", { "data-label": "Runs/s" }, worker.runs_per_second.toFixed(2)),
        h("td", { "data-label": "Last heartbeat", title: when(worker.last_heard_at) }, ago(worker.last_heard_at)),
        h("td", { "data-label": "Registered", title: when(worker.registered_at) }, ago(worker.registered_at)));
    }));
  });
  main.append(h("h1", {}, "Workers"), h("section", { class: "card" }, sum, h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Workers" },
    h("table", { class: "fold" }, h("caption", { class: "visually-hidden" }, "Workers"), h("thead", {}, h("tr", {}, ["Worker", "Slots", "Load", "Runs held", "Runs/s", "Last heartbeat", "Registered"].map(text => h("th", { scope: "col" }, text)))), body))));
  const offs = [on("workers", refresh), on("reset", refresh)];
  const timer = setInterval(refresh, interval);
  refresh.now();
  return () => { offs.forEach(off => off()); clearInterval(timer); refresh.stop(); };
}
