export const count = n => n === null || n === undefined ? "–" : n.toLocaleString("en");
export function cost(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : String(+value.toPrecision(4));
}
const number = value => Number.isInteger(value) ? String(value) : Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4 ? value.toExponential().replace("e-0", "e-") : String(+value.toPrecision(6));
// The ended runs of an experiment, all its runs and, while a search may propose more, their largest number.
export const ended = item => item.completed + item.diverged + item.failed + item.cancelled;
export const progressOf = item => `${count(ended(item))} / ${count(item.runs)}${item.most > item.runs ? ` of at most ${count(item.most)}` : ""}`;
export const percent = value => value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`;
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !isFinite(seconds)) return "–";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds), hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours} h ${String(minutes).padStart(2, "0")} min` : `${minutes} min ${String(whole % 60).padStart(2, "0")} s`;
}
export const when = text => text ? new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "medium" }) : "–";
export function ago(text) {
  const seconds = Math.max(0, (Date.now() - new Date(text)) / 1000);
  return seconds < 1.5 ? "just now" : `${duration(seconds)} ago`;
}
export const label = name => name.replaceAll("_", " ");
export const sentence = text => text.charAt(0).toUpperCase() + text.slice(1);
// Formats a value of a parameter, or of a metric by its format.
export const text = value => value === null || value === undefined ? "" : typeof value === "number" ? number(value) : value;
export function figure(metric, value) {
  if (metric?.format === "percent") return percent(value);
  return metric?.format === "count" && value !== null && value !== undefined ? count(+value.toFixed(1)) : cost(value);
}
// Formats values of parameters. The name of a configuration begins with the compared value, without its label.
export const words = (values, names) => names.filter(name => values[name] !== undefined).map(name => `${label(name)} ${text(values[name])}`).join(", ");
export const nameOf = (values, names, compared) =>
  [names.includes(compared) ? text(values[compared]) : "", words(values, names.filter(name => name !== compared))].filter(Boolean).join(", ");
