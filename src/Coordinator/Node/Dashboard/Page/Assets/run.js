import { h, fill, placeholder } from "./dom.js";
import { get, refresher } from "./api.js";
import { on } from "./feed.js";
import { count, cost, duration, when, figure, label, sentence, text } from "./format.js";
import { state } from "./experiments.js";
import { curveChart } from "./charts.js";

export function run(main, [id, number]) {
  let detail = null;
  const title = h("h1", {}, `Run ${number}`);
  const place = h("p", { class: "quiet", style: { margin: 0 } });
  const around = h("div", { class: "row" });
  const facts = h("dl", { class: "facts" });
  const attempts = h("tbody");
  const lines = h("ol", { class: "log" });
  const box = h("div", { class: "chart", role: "img", "aria-label": "Learning curve" });
  const chart = curveChart(box);
  const note = h("p", { class: "quiet", style: { margin: 0 } });

  const refresh = refresher(async () => {
    const base = `/experiments/${id}/runs/${number}`;
    const [found, experiment, costs, log] = await Promise.all([get(base), get(`/experiments/${id}`), get(`${base}/costs?points=600`), get(`${base}/log`)]);
    instead.remove();
    detail = found;
    const it = detail.run;
    document.title = `Run ${it.run} of ${experiment.experiment.name} · NNOptim`;
    fill(title, `Run ${count(it.run)} `, state(it.state));
    fill(place, "of ", h("a", { href: `#/experiments/${id}` }, experiment.experiment.name));
    fill(around,
      it.run > 1 ? h("a", { class: "button", href: `#/experiments/${id}/runs/${it.run - 1}` }, "Previous") : null,
      it.run < experiment.experiment.runs ? h("a", { class: "button", href: `#/experiments/${id}/runs/${it.run + 1}` }, "Next") : null);
    const rows = [
      ...experiment.trainable.parameters.map(each => [sentence(label(each.name)), text(it.values[each.name]) || "–"]), [sentence(label(experiment.trainable.replicate)), it.seed],
      ["Current cost", it.cost_now === null ? "–" : `${cost(it.cost_now)} at epoch ${count(it.epoch_now)}`],
      ...experiment.trainable.metrics.map(each => [sentence(each.label), figure(each, it.metrics[each.name])]),
      ["Epochs trained", count(it.epochs_trained)], ["Diverged at epoch", count(it.diverged_at_epoch)], ["Training time", duration(it.training_seconds)], ["Checkpoint at epoch", count(it.checkpoint_epoch)],
      ["Error", it.failure_reason ?? "–"],
    ];
    fill(facts, rows.filter(([, value]) => value !== "–").flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, String(value))]));
    fill(attempts, detail.attempts_made.map(attempt => h("tr", {}, h("td", {}, attempt.attempt), h("td", {}, attempt.worker), h("td", {}, when(attempt.assigned_at)), h("td", {}, when(attempt.ended_at)),
      h("td", {}, state(attempt.outcome), attempt.reason ? h("span", { class: "sub" }, attempt.reason) : null))));
    fill(lines, log.lines.length === 0 ? h("li", { class: "quiet" }, "The coordinator's log has no lines on this run.")
      : log.lines.map(line => h("li", {}, h("time", {}, new Date(line.at).toLocaleTimeString()), line.level === "Information" ? "" : `${line.level}: `, line.message)));
    const all = costs.values;
    await chart.show({
      log: all.length > 0 && Math.min(...all) > 0 && Math.max(...all) >= 20 * Math.min(...all), epochs: experiment.epochs,
      curves: [{ name: `run ${number}`, style: 0, points: costs.epochs.map((epoch, i) => [epoch, all[i]]) }],
    });
    box.setAttribute("aria-label", all.length > 0 ? `Learning curve: from ${cost(all[0])} to ${cost(all.at(-1))} at epoch ${costs.epochs.at(-1)}.` : "Learning curve: no cost yet.");
    note.textContent = all.length > 0 ? `One point every ${count(costs.every)} epochs, and the latest.` : "No cost recorded yet.";
  }, error => { if (error && !detail) instead.show(error.message); });

  main.append(h("div", { class: "row spread" }, h("div", { class: "stack" }, title, place), around),
    h("div", { class: "two" }, h("section", { class: "card" }, h("h2", {}, "Learning curve"), box, note), h("section", { class: "card" }, h("h2", {}, "Figures"), facts)),
    h("section", { class: "card" }, h("h2", {}, "Attempts"), h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Attempts" }, h("table", {}, h("thead", {}, h("tr", {}, ["Attempt", "Worker", "Assigned", "Ended", "Outcome"].map(text => h("th", { scope: "col" }, text)))), attempts))),
    h("section", { class: "card" }, h("h2", {}, "Log"), lines));
  const instead = placeholder(main, h("a", { href: `#/experiments/${id}` }, "Back to the experiment"));
  const offs = [on("history", event => { if (event.id === id) refresh(); }), on("reset", refresh)];
  refresh.now();
  return () => { offs.forEach(off => off()); refresh.stop(); chart.leave(); };
}
