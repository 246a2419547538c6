// The news of the coordinator. Comes back by itself and gets what it missed; whoever listens to "reset" asks for all anew.
const kinds = ["experiment", "history", "workers", "coordinator", "reset", "ping"];
const listeners = new Map(kinds.concat("state", "closed").map(kind => [kind, new Set()]));
const silence = 25000;
let source = null, lastId = "", heard = 0, retry = 0;

export function on(kind, tell) {
  listeners.get(kind).add(tell);
  return () => listeners.get(kind).delete(tell);
}
const tell = (kind, content) => [...listeners.get(kind)].forEach(each => each(content));

export function follow() {
  clearTimeout(retry);
  source?.close();
  heard = Date.now();
  source = new EventSource("/api/v1/events" + (lastId ? `?after=${encodeURIComponent(lastId)}` : ""));
  for (const kind of kinds) {
    source.addEventListener(kind, event => {
      heard = Date.now();
      lastId = event.lastEventId || lastId;
      tell("state", "live");
      tell(kind, JSON.parse(event.data));
    });
  }
  source.onerror = () => {
    tell("state", "connecting");
    if (source.readyState === EventSource.CLOSED) {
      retry = setTimeout(follow, 2000);
      tell("closed");
    }
  };
}

export function leave() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

// A connection may die without a word.
setInterval(() => { if (source && Date.now() - heard > silence) { tell("state", "connecting"); follow(); } }, 5000);
