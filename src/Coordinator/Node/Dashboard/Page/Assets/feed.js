// The coordinator's event feed. It reconnects by itself and gets the events it missed. After a "reset" event, listeners must reload all data.
const kinds = ["experiment", "history", "workers", "coordinator", "reset", "ping"];
const listeners = new Map(kinds.concat("state", "closed").map(kind => [kind, new Set()]));
const timeout = 25000;
let source = null, lastId = "", lastEventAt = 0, retry = 0;

export function on(kind, listener) {
  listeners.get(kind).add(listener);
  return () => listeners.get(kind).delete(listener);
}
const publish = (kind, content) => [...listeners.get(kind)].forEach(each => each(content));

export function follow() {
  clearTimeout(retry);
  source?.close();
  lastEventAt = Date.now();
  source = new EventSource("/api/v1/events" + (lastId ? `?after=${encodeURIComponent(lastId)}` : ""));
  for (const kind of kinds) {
    source.addEventListener(kind, event => {
      lastEventAt = Date.now();
      lastId = event.lastEventId || lastId;
      publish("state", "live");
      publish(kind, JSON.parse(event.data));
    });
  }
  source.onerror = () => {
    publish("state", "connecting");
    if (source.readyState === EventSource.CLOSED) {
      retry = setTimeout(follow, 2000);
      publish("closed");
    }
  };
}

export function leave() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

// A connection may break without an error event.
setInterval(() => { if (source && Date.now() - lastEventAt > timeout) { publish("state", "connecting"); follow(); } }, 5000);
