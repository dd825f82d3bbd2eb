import type { EventKind, EventPayloads } from "./event.ts";
import type { LineNews, LineState } from "./live-line.ts";
import type { LiveEvent } from "./logged-event.ts";

export type LiveSnapshot = LineState & {
  /** What the server said first on the newest connection; null before. */
  greeting: unknown;
};

export type ChangeOf<K extends EventKind> = Omit<LiveEvent, "kind" | "payload"> & {
  kind: K;
  payload: EventPayloads[K];
};

/** What one tab has heard, and whom it tells. Each event is told once, however it came. */
export type LiveFeed = {
  lastId(): number | null;
  take(news: LineNews): void;
  /** Takes what another tab heard before this one was there; null: too much. */
  takeMissed(missed: { id: number; events: readonly LiveEvent[] | null }): void;
  subscribe<K extends EventKind>(kind: K, handle: (change: ChangeOf<K>) => void): () => void;
  onReload(handle: () => void): () => void;
  snapshot(): LiveSnapshot;
  setSnapshot(next: LiveSnapshot): void;
  onSnapshot(listener: () => void): () => void;
};

/** A feed that begins after the event `initialId`, or with whatever comes where it is null. */
export function createLiveFeed(initialId: number | null): LiveFeed {
  const subscribers = new Map<EventKind, Set<(change: never) => void>>();
  const reloadHandlers = new Set<() => void>();
  const listeners = new Set<() => void>();
  let lastId = initialId;
  let snapshot: LiveSnapshot = { state: "reconnecting", retryAt: null, greeting: null };

  function reach(id: number): void {
    if (id > (lastId ?? 0)) lastId = id;
  }

  function takeEvents(events: readonly LiveEvent[], id: number): void {
    const before = lastId ?? 0;
    reach(id);
    for (const event of events) {
      if (event.id <= before) continue;
      for (const handle of subscribers.get(event.kind as EventKind) ?? []) handle(event as never);
    }
  }

  function takeReload(id: number): void {
    // The number may be a smaller one: the server can have a new log.
    lastId = id;
    for (const handle of reloadHandlers) handle();
  }

  function setSnapshot(next: LiveSnapshot): void {
    snapshot = next;
    for (const listener of listeners) listener();
  }

  return {
    lastId: () => lastId,
    take(news) {
      if (news.type === "changes") takeEvents(news.events, news.id);
      else if (news.type === "reload") takeReload(news.id);
      else reach(news.id);
      if (news.type === "hello") setSnapshot({ ...snapshot, greeting: news.greeting });
    },
    takeMissed({ id, events }) {
      if (events === null) takeReload(id);
      else takeEvents(events, id);
    },
    subscribe(kind, handle) {
      const handlers = subscribers.get(kind) ?? new Set();
      subscribers.set(kind, handlers.add(handle as never));
      return () => handlers.delete(handle as never);
    },
    onReload: (handle) => addTo(reloadHandlers, handle),
    snapshot: () => snapshot,
    setSnapshot,
    onSnapshot: (listener) => addTo(listeners, listener),
  };
}

function addTo<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => set.delete(item);
}
