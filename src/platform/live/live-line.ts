import type { LiveEvent } from "./logged-event.ts";

export type LineState = {
  state: "live" | "reconnecting" | "offline";
  /** When the next try is, in milliseconds since 1970; null where none is planned or one is on the way. */
  retryAt: number | null;
};

export type LineNews =
  | { type: "hello"; id: number; greeting: unknown }
  | { type: "changes"; id: number; events: LiveEvent[] }
  | { type: "reload"; id: number }
  | { type: "beat"; id: number };

export type LineOptions = {
  url: string;
  lastId: () => number | null;
  onNews: (news: LineNews) => void;
  onState: (state: LineState) => void;
  /** Asks whether the session has ended; the line is given up where it has. */
  isSignedOut: () => Promise<boolean>;
  onSignedOut: () => void;
};

export type LiveLine = { retryNow(): void; close(): void };

const firstWaitMs = 1_000;
const mostWaitMs = 30_000;
/** The server beats every 15 seconds: after three silent ones the line is dead, whatever the browser says. */
const silenceMs = 45_000;

/** One connection to the live stream that is made again until it is closed. For the browser. */
export function openLiveLine(options: LineOptions): LiveLine {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = firstWaitMs;
  let isClosed = false;

  function connect(): void {
    clearTimeout(timer);
    source?.close();
    options.onState({ state: isOffline() ? "offline" : "reconnecting", retryAt: null });
    source = listenTo(addressOf(options), (type, event) => hear(type, event));
    source.onerror = () => lose();
    watch();
  }

  function hear(type: LineNews["type"], event: MessageEvent<string>): void {
    watch();
    if (type === "hello") {
      waitMs = firstWaitMs;
      options.onState({ state: "live", retryAt: null });
    }
    options.onNews(readNews(type, event));
  }

  function watch(): void {
    clearTimeout(timer);
    timer = setTimeout(lose, silenceMs);
  }

  function lose(): void {
    source?.close();
    source = null;
    clearTimeout(timer);
    if (isClosed) return;
    // A random half is taken off, so that the browsers of a restarted server do not all come at once.
    const thisWaitMs = waitMs * (1 - Math.random() / 2);
    waitMs = Math.min(mostWaitMs, waitMs * 2);
    const state = isOffline() ? "offline" : "reconnecting";
    options.onState({ state, retryAt: Date.now() + thisWaitMs });
    timer = setTimeout(() => void tryAgain(), thisWaitMs);
  }

  async function tryAgain(): Promise<void> {
    const isOver = await options.isSignedOut().catch(() => false);
    if (isClosed) return;
    if (!isOver) return connect();
    close();
    options.onSignedOut();
  }

  function retryNow(): void {
    if (isClosed || source !== null) return;
    waitMs = firstWaitMs;
    connect();
  }

  const goOffline = () => {
    lose();
  };

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    source?.close();
    globalThis.removeEventListener?.("online", retryNow);
    globalThis.removeEventListener?.("offline", goOffline);
  }

  globalThis.addEventListener?.("online", retryNow);
  globalThis.addEventListener?.("offline", goOffline);
  connect();
  return { retryNow, close };
}

function listenTo(
  address: string,
  hear: (type: LineNews["type"], event: MessageEvent<string>) => void,
): EventSource {
  const source = new EventSource(address);
  for (const type of ["hello", "changes", "reload", "beat"] as const) {
    source.addEventListener(type, (event) => hear(type, event as MessageEvent<string>));
  }
  return source;
}

function addressOf({ url, lastId }: LineOptions): string {
  const id = lastId();
  return id === null ? url : `${url}?lastEventId=${id}`;
}

function readNews(type: LineNews["type"], event: MessageEvent<string>): LineNews {
  // The first line of a connection that catches up has no number yet.
  const id = Number(event.lastEventId);
  if (type === "hello") return { type, id, greeting: JSON.parse(event.data) };
  if (type === "changes") return { type, id, events: JSON.parse(event.data).events };
  return { type, id };
}

function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}
