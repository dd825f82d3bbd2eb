import type { Viewer } from "../viewer.ts";
import { createVisibility, type LoggedEvent } from "./logged-event.ts";

/** What a client is sent: what changed up to and with the number `id`; null where it is too much to tell. */
export type Batch = { id: number; events: readonly LoggedEvent[] | null };

export type Subscription = {
  /** Starts handing out what came since the subscription was made; nothing up to `afterId` is. */
  release(afterId: number): void;
  /** Tells that the client takes more: what waited is sent. */
  drained(): void;
  end(): void;
};

export type Subscriber = {
  viewer: Viewer;
  /** Takes a batch; answers false where the client lags and should get nothing until `drained()`. */
  send(batch: Batch): boolean;
  /** The process stops. */
  close(): void;
};

export type EventHub = {
  publish(events: readonly LoggedEvent[]): void;
  subscribe(subscriber: Subscriber): Subscription;
  size(): number;
  /** Ends every subscription; there are no new ones afterwards. */
  closeAll(): void;
  isClosed(): boolean;
};

/** At most one batch in this time for each client; critical events do not wait. */
const batchEveryMs = 1_000;
/** Changed things that are kept for a client that lags; with more it should read everything anew. */
const mostPending = 5_000;

/**
 * Hands events out in memory. Each client gets what its viewer may see, in batches in which the newest event of
 * one kind and key stands for those before it. A client that lags keeps the newest of each key and loses only
 * what they supersede.
 */
export function createEventHub(): EventHub {
  const clients = new Set<Client>();
  let isClosed = false;
  return {
    publish(events) {
      for (const client of clients) client.take(events);
    },
    subscribe(subscriber) {
      const client = createClient(subscriber);
      clients.add(client);
      return {
        release: client.release,
        drained: client.drained,
        end() {
          clients.delete(client);
          client.end();
        },
      };
    },
    size: () => clients.size,
    isClosed: () => isClosed,
    closeAll() {
      isClosed = true;
      for (const client of [...clients]) {
        clients.delete(client);
        client.end();
        client.close();
      }
    },
  };
}

type Client = {
  take(events: readonly LoggedEvent[]): void;
  release(afterId: number): void;
  drained(): void;
  end(): void;
  close(): void;
};

function createClient({ viewer, send, close }: Subscriber): Client {
  const maySee = createVisibility(viewer);
  const pending = new Map<string, LoggedEvent>();
  let isHeld = true;
  let isLagging = false;
  let lastSentAt = Number.NEGATIVE_INFINITY;
  let newestId = 0;
  let knownId = 0;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isHeld || isLagging || pending.size === 0) return;
    const events = pending.size > mostPending ? null : [...pending.values()];
    pending.clear();
    lastSentAt = performance.now();
    isLagging = !send({ id: newestId, events });
  }

  function flushInTime(): void {
    if (timer !== undefined || isHeld || isLagging || pending.size === 0) return;
    const waitMs = lastSentAt + batchEveryMs - performance.now();
    if (waitMs <= 0) flush();
    else timer = setTimeout(flush, waitMs);
  }

  return {
    take(events) {
      let isUrgent = false;
      for (const event of events) {
        // A browser that was with another process before can be ahead of what this one has read.
        if (event.id <= knownId || !maySee(event)) continue;
        keepNewest(pending, event);
        newestId = event.id;
        isUrgent ||= event.critical;
      }
      if (isUrgent) flush();
      else flushInTime();
    },
    release(afterId) {
      knownId = afterId;
      for (const [key, event] of pending) if (event.id <= afterId) pending.delete(key);
      isHeld = false;
      flush();
    },
    drained() {
      isLagging = false;
      flushInTime();
    },
    end: () => clearTimeout(timer),
    close,
  };
}

/** Puts the event last, in the place of one of the same kind and key. Beyond the bound only the count matters. */
export function keepNewest(pending: Map<string, LoggedEvent>, event: LoggedEvent): void {
  const key = `${event.kind} ${event.key}`;
  if (pending.size > mostPending) return;
  pending.delete(key);
  pending.set(key, event);
}
