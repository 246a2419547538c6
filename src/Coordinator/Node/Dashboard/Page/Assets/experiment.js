import { h, fill, notice, confirmed, dialog, placeholder } from "./dom.js";
import { account, get, post, put, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, cost, duration, ended, when, figure, label, nameOf, progressOf } from "./format.js";
import { bar, state } from "./experiments.js";
import { curveChart } from "./charts.js";
import { heatmap } from "./heatmap.js";
import { runsTable } from "./runs.js";

const shownByDefault = 6;
const maxShown = 12;

// Measures the rate of ended runs over the last 15 seconds.
function rateMeter() {
  const seen = [];
  return ended => {
    const now = performance.now();
    seen.push([now, ended]);
    while (seen.length > 2 && now - seen[0][0] > 15000) seen.shift();
    const [then, before] = seen[0];
    return now - then > 400 ? Math.max(0, (ended - before) / (now - then) * 1000) : 0;
  };
}

export function experiment(main, [id]) {
  let detail = null, items = [], chosen = null, log = null;
  const measure = rateMeter();
  const title = h("h1", { tabindex: "-1" }, "Experiment");
  const about = h("p", { class: "quiet", style: { margin: ".2rem 0 0" } });
  const actions = h("div", { class: "row" });
  const tiles = h("dl", { class: "tiles" });
  const progress = h("div");
  const behind = h("p", { class: "note", hidden: true });
  const chartBox = h("div", { class: "chart", role: "img", "aria-label": "Learning curves" });
  const chart = curveChart(chartBox);
  const chartNote = h("p", { class: "quiet", style: { margin: "0" } });
  const logBox = h("input", { type: "checkbox", onchange: () => { log = logBox.checked; curves.now(); } });
  const best = h("button", { type: "button", onclick: () => { chosen = null; map.mark(shown()); curves.now(); } }, "Best");
  const compareLink = h("a", { class: "button" }, "Compare shown");
  const map = heatmap(number => {
    const now = new Set(shown());
    if (!now.delete(number)) now.add(number);
    chosen = [...now].slice(-maxShown);
    map.mark(shown());
    curves.now();
  });
  const history = h("div");
  const file = h("pre", { tabindex: "0", "aria-label": "Resolved experiment file" });
  const runs = runsTable(id);

  // The best come first. Those without an objective follow, by their current cost.
  const nowOf = item => item.mean_objective === null ? item.mean_cost_now : null;
  const shown = () => chosen ?? items.filter(item => item.mean_objective !== null || item.mean_cost_now !== null)
    .sort((a, b) => (nowOf(a) ?? -Infinity) - (nowOf(b) ?? -Infinity) || 0).slice(0, shownByDefault).map(item => item.configuration);
  const nameBy = item => nameOf(item.values, detail.trainable.parameters.filter(each => each.is_shown).map(each => each.name), detail.trainable.compared);

  function drawHead() {
    const item = detail.experiment;
    document.title = `${item.name} · NNOptim`;
    title.textContent = item.name;
    about.textContent = detail.description;
    about.hidden = !detail.description;
    const open = item.state === "active" || item.state === "paused", done = ended(item), speed = measure(done), left = Math.max(item.runs, item.most ?? 0) - done;
    const leader = items.find(each => each.mean_objective !== null), { objective, metrics } = detail.trainable;
    fill(tiles, tile("State", state(item.state), [item.priority !== 0 && `priority ${item.priority}`, open && item.confirmation && `confirming ${count(item.confirmation.finalists)} finalists on ${count(item.confirmation.seeds)} seeds`].filter(Boolean).join(", ")),
      tile("Runs ended", progressOf(item), [item.diverged && `${count(item.diverged)} diverged`, item.failed && `${count(item.failed)} failed`, item.cancelled && `${count(item.cancelled)} cancelled`].filter(Boolean).join(", ")),
      tile("Running", count(item.running)),
      item.state === "active" ? tile("Rate", `${speed >= 10 ? count(Math.round(speed)) : speed.toFixed(1)} runs/s`, speed > 0 && left > 0 ? `${duration(left / speed)} left` : null)
        : tile("Duration", item.ended_at ? duration((new Date(item.ended_at) - new Date(item.submitted_at)) / 1000) : "–"),
      tile(`Best mean ${label(objective)}`, figure(metrics.find(each => each.name === objective), leader?.mean_objective), leader ? nameBy(leader) : null));
    fill(progress, bar(item));
    behind.hidden = detail.events_behind < 200;
    behind.textContent = `Configurations, runs and curves are ${count(detail.events_behind)} events behind the journal. The counts above are up to date.`;
    drawActions(item);
    fill(history, h("table", {}, h("caption", { class: "visually-hidden" }, "Actions"), h("thead", {}, h("tr", {}, ["Action", "By", "Time"].map(text => h("th", { scope: "col" }, text)))),
      h("tbody", {}, detail.actions.slice().reverse().map(action => h("tr", {}, h("td", {}, action.action, action.action === "priority" ? ` ${action.priority}` : ""), h("td", {}, action.by || "–"), h("td", {}, when(action.at)))))));
    file.textContent = detail.specification;
  }
  const tile = (name, value, small) => h("div", { class: "tile" }, h("dt", {}, name), h("dd", {}, value, small ? h("small", {}, small) : null));

  async function act(verb, done) {
    try {
      await post(`/experiments/${id}/${verb}`);
      notice(done);
    } catch (error) {
      notice(error.message);
    }
    refresh.now();
  }
  let drawnActions = "";
  function drawActions(item) {
    const key = `${item.state} ${item.failed} ${item.cancelled} ${account.role} ${item.completed + item.diverged > 0}`;
    if (key === drawnActions) return;
    drawnActions = key;
    const focused = actions.contains(document.activeElement) ? document.activeElement.textContent : null;
    const open = item.state === "active" || item.state === "paused";
    const may = account.role === "admin";
    fill(actions,
      may && item.state === "active" ? h("button", { type: "button", onclick: () => act("pause", "Paused.") }, "Pause") : null,
      may && (item.state === "paused" || item.state === "unfinished") ? h("button", { type: "button", class: "primary", onclick: () => act("resume", "Resumed.") }, "Resume") : null,
      may && !open && item.failed + item.cancelled > 0 ? h("button", { type: "button", onclick: () => act("retry", "The runs are back in the queue.") }, item.failed > 0 ? "Retry failed" : "Retry cancelled") : null,
      may && open ? h("button", { type: "button", onclick: prioritize }, "Priority") : null,
      may && (open || item.state === "unfinished") ? h("button", { type: "button", class: "danger", onclick: async () => {
        if (await confirmed("Cancel the experiment?", "This cancels all runs that have not ended. Results of ended runs remain, and a retry requeues the cancelled runs.", "Cancel the experiment")) act("cancel", "Cancelled.");
      } }, "Cancel") : null,
      item.completed + item.diverged > 0 ? h("a", { class: "button", href: `#/experiments/${id}/report` }, "Report") : null,
      h("a", { class: "button", href: `#/compare?ids=${id}` }, "Compare"));
    if (focused) [...actions.children].find(each => each.textContent === focused)?.focus();
  }
  function prioritize() {
    const value = h("input", { type: "number", min: -100, max: 100, step: 1, required: true, id: "priority" });
    value.value = detail.experiment.priority;
    const alert = h("div", { role: "alert" });
    dialog("Priority", true, close => h("form", { onsubmit: async event => {
      event.preventDefault();
      try {
        await put(`/experiments/${id}/priority`, { priority: value.valueAsNumber });
        close();
        notice(`The priority is now ${value.value}.`);
        refresh.now();
      } catch (error) {
        fill(alert, h("p", { class: "note bad" }, error.message));
      }
    } }, h("h2", {}, "Priority"), h("label", { for: "priority" }, "From -100 to 100. Workers get all runs of a higher priority first."), value, alert,
    h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, "Change"), h("button", { type: "button", onclick: close }, "Close"))));
  }

  const refresh = refresher(async () => {
    const [nextDetail, found] = await Promise.all([get(`/experiments/${id}`), get(`/experiments/${id}/configurations`)]);
    if (!detail) {
      instead.remove();
      runs.declare(nextDetail.trainable);
    }
    detail = nextDetail;
    items = found.items;
    drawHead();
    map.show(items, shown(), detail.trainable);
    curves();
  }, error => { if (error && !detail) instead.show(error.message); });
  const curves = refresher(async () => {
    const wanted = shown();
    compareLink.href = `#/compare?configurations=${wanted.map(number => `${id}.${number}`).join(",")}`;
    if (wanted.length === 0) { chartNote.textContent = "No run has recorded a cost yet."; return; }
    const found = await get(`/experiments/${id}/curves?configurations=${wanted.join(",")}`);
    if (log === null) {
      const all = found.configurations.flatMap(curve => curve.mean);
      log = all.length > 0 && Math.min(...all) > 0 && Math.max(...all) >= 20 * Math.min(...all);
      logBox.checked = log;
    }
    const several = items.some(item => item.runs > 1);
    const names = new Map(items.map(item => [item.configuration, nameBy(item)]));
    const nameOfCurve = curve => names.get(curve.configuration) || `configuration ${curve.configuration}`;
    await chart.show({
      log, epochs: detail.epochs,
      curves: wanted.map((number, style) => [found.configurations.find(curve => curve.configuration === number), style]).filter(pair => pair[0]).map(([curve, style]) => ({
        name: nameOfCurve(curve), style, points: curve.epochs.map((epoch, i) => [epoch, curve.mean[i]]),
        low: several ? curve.epochs.map((epoch, i) => [epoch, curve.least[i]]) : null, high: several ? curve.epochs.map((epoch, i) => [epoch, curve.largest[i]]) : null,
      })),
    });
    chartBox.setAttribute("aria-label", `Learning curves: ${found.configurations.map(curve => `${nameOfCurve(curve)} is at ${cost(curve.mean.at(-1))} by epoch ${curve.epochs.at(-1)}`).join("; ")}.`);
    chartNote.textContent = `${several ? "Mean over completed seeds with a band from the smallest to the largest cost. Until a seed completes, over the running seeds. " : ""}One point every ${count(found.every)} epochs, and the latest.`;
  });

  main.append(
    h("div", { class: "stack" }, h("div", { class: "row spread" }, title, actions), about),
    h("section", { class: "card stack", "aria-label": "Progress" }, tiles, progress, behind),
    h("div", { class: "two" },
      h("section", { class: "card" }, h("div", { class: "row spread", style: { marginBottom: ".5rem" } }, h("h2", {}, "Learning curves"), h("div", { class: "row" }, h("label", {}, logBox, "Logarithmic"), best, compareLink)), chartBox, chartNote),
      h("section", { class: "card" }, h("h2", {}, "Configurations"), map.element)),
    h("section", { class: "card" }, h("h2", {}, "Runs"), runs.element),
    h("div", { class: "two" },
      h("section", { class: "card" }, h("h2", {}, "Experiment file"), file),
      h("section", { class: "card" }, h("h2", {}, "Actions"), h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Actions" }, history))));
  const instead = placeholder(main, h("a", { href: "#/experiments" }, "All experiments"));

  const offs = [
    on("experiment", event => {
      if (event.id !== id) return;
      if (detail) {
        const was = detail.experiment.state;
        Object.assign(detail.experiment, event);
        drawHead();
        if (was === event.state) return;
      }
      refresh();
    }),
    on("history", event => { if (event.id === id) { refresh(); runs.refresh(); } }),
    on("reset", () => { refresh(); runs.refresh(); }),
  ];
  refresh.now();
  return () => { offs.forEach(off => off()); refresh.stop(); curves.stop(); runs.leave(); chart.leave(); };
}
