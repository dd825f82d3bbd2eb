import { createLiveFeed, type LiveFeed, type LiveSnapshot } from "./live-feed.ts";
import { type LineNews, type LiveLine, openLiveLine } from "./live-line.ts";
import type { LiveEvent } from "./logged-event.ts";
import { createRecentEvents } from "./recent-events.ts";

/** One connection for all tabs of a browser, as one of its tabs sees it. */
export type LiveConnection = Pick<LiveFeed, "subscribe" | "onReload" | "snapshot" | "onSnapshot"> & {
  start(): void;
  stop(): void;
  retryNow(): void;
};

export type LiveConnectionOptions = {
  url: string;
  /** Tabs of one name share a connection: one name for each signed-in user. */
  name: string;
  /** The newest event that the page's first figures contain; null to begin with whatever comes. */
  initialId: number | null;
  isSignedOut: () => Promise<boolean>;
  onSignedOut: () => void;
};

type Missed = { id: number; events: LiveEvent[] | null };

/** What tabs say to each other. The leader is the tab that holds the connection. */
type TabMessage =
  | { type: "news"; news: LineNews }
  | { type: "snapshot"; snapshot: LiveSnapshot }
  | { type: "missed"; missed: Missed; tab: string }
  | { type: "what did I miss"; id: number; tab: string }
  | { type: "how is it" }
  | { type: "retry" };

/**
 * The tab that holds the browser's lock holds the connection and passes on what it hears; when it closes, the
 * next one takes over from the last event that it has heard itself, so that nothing is missed in between.
 * Without locks and channels (pages that did not come over HTTPS) each tab has a connection of its own.
 */
export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const feed = createLiveFeed(options.initialId);
  let tab: { retryNow(): void; close(): void } | null = null;
  return {
    ...feed,
    start() {
      tab ??= canShare() ? joinTabs(options, feed) : openLine(options, feed, () => undefined);
    },
    stop() {
      tab?.close();
      tab = null;
    },
    retryNow: () => tab?.retryNow(),
  };
}

function canShare(): boolean {
  return globalThis.navigator?.locks !== undefined && typeof BroadcastChannel !== "undefined";
}

function openLine(options: LiveConnectionOptions, feed: LiveFeed, tell: (message: TabMessage) => void) {
  return openLiveLine({
    ...options,
    lastId: feed.lastId,
    onNews(news) {
      feed.take(news);
      tell({ type: "news", news });
    },
    onState(state) {
      feed.setSnapshot({ ...feed.snapshot(), ...state });
      tell({ type: "snapshot", snapshot: feed.snapshot() });
    },
  });
}

function joinTabs(options: LiveConnectionOptions, feed: LiveFeed): LiveLine {
  const tab = `${Date.now()} ${Math.random()}`;
  const leaving = new AbortController();
  const channel = new BroadcastChannel(`live ${options.name}`);
  const recent = createRecentEvents();
  let line: LiveLine | null = null;
  // What comes before the leader has told what this tab missed waits for that, to be taken in order.
  let waiting: LineNews[] | null = feed.lastId() === null ? null : [];
  const tell = (message: TabMessage) => channel.postMessage(message);

  function ask(): void {
    const id = feed.lastId();
    if (waiting !== null && id !== null) tell({ type: "what did I miss", id, tab });
  }

  function catchUp(missed: Missed): void {
    feed.takeMissed(missed);
    for (const news of waiting ?? []) if (news.type === "hello" || news.id > missed.id) feed.take(news);
    waiting = null;
  }

  function follow(message: TabMessage): void {
    if (message.type === "snapshot") feed.setSnapshot(message.snapshot);
    else if (message.type === "missed" && message.tab === tab) catchUp(message.missed);
    else if (message.type === "news") {
      if (waiting === null) feed.take(message.news);
      else waiting.push(message.news);
      // A new leader has not heard the question.
      if (message.news.type === "hello") ask();
    }
  }

  function answer(message: TabMessage): void {
    if (message.type === "retry") line?.retryNow();
    else if (message.type === "how is it") tell({ type: "snapshot", snapshot: feed.snapshot() });
    else if (message.type === "what did I miss") {
      const missed = { id: feed.lastId() ?? message.id, events: recent.since(message.id) };
      tell({ type: "missed", missed, tab: message.tab });
    }
  }

  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => (line === null ? follow(data) : answer(data));
  tell({ type: "how is it" });
  ask();
  void holdLock(`live ${options.name}`, leaving.signal, () => {
    waiting = null;
    recent.begin(feed.lastId());
    line = openLine(options, feed, (message) => {
      if (message.type === "news") recent.note(message.news);
      tell(message);
    });
  });
  return {
    retryNow: () => (line === null ? tell({ type: "retry" }) : line.retryNow()),
    close() {
      leaving.abort();
      line?.close();
      channel.close();
    },
  };
}

/** Waits for the lock, calls `lead`, and keeps the lock until `signal` is aborted. */
async function holdLock(name: string, signal: AbortSignal, lead: () => void): Promise<void> {
  try {
    await navigator.locks.request(name, { signal }, async () => {
      if (signal.aborted) return;
      lead();
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    });
  } catch (error) {
    // Waiting for the lock ends this way when the page goes.
    if (!signal.aborted) throw error;
  }
}
