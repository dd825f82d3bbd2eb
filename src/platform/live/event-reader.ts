import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";
import { type EventRow, eventColumns, type LoggedEvent, loggedEvent } from "./logged-event.ts";

export type LogBounds = {
  /** The oldest number that is still there, and the newest; null where the log is empty. */
  oldest: number | null;
  newest: number | null;
};

export type EventReader = {
  /** Resolves when it follows the log for the first time. */
  ready(): Promise<void>;
  /** Number of the last event that was handed on; 0 before it is ready. */
  lastId(): number;
  isListening(): boolean;
  bounds(): Promise<LogBounds>;
  close(): Promise<void>;
};

export type EventReaderOptions = {
  /** The owner's database past a pooler: it sees every event, and LISTEN needs a connection of its own. */
  url: string;
  log: Log;
  /** Gets new events in the order of their numbers, each once. */
  onEvents: (events: readonly LoggedEvent[]) => void;
};

const eventsPerRead = 1_000;
// Reading now and then finds a connection that died without a word, and what a lost notice told.
const readAnywayMs = 5_000;
const queryTimeoutMs = 10_000;
const firstWaitMs = 100;
const mostWaitMs = 5_000;

/**
 * Follows the event log from its present end. Numbers become visible in their order (append_event holds a lock
 * until commit), so that reading on from the last one misses nothing, also after the connection was lost. It
 * keeps trying while the database is away.
 */
export function startEventReader(options: EventReaderOptions): EventReader {
  const closing = new AbortController();
  const ready = Promise.withResolvers<void>();
  const state: ReaderState = { lastId: null, client: null, closing: closing.signal, isWoken: false };
  const following = follow(options, state, ready.resolve);
  return {
    ready: async () => await ready.promise,
    lastId: () => state.lastId ?? 0,
    isListening: () => state.client !== null && state.lastId !== null,
    async bounds() {
      state.asking ??= askBounds(options, state);
      return await state.asking;
    },
    async close() {
      closing.abort();
      state.wake?.();
      await following;
    },
  };
}

type ReaderState = {
  lastId: number | null;
  client: pg.Client | null;
  closing: AbortSignal;
  isWoken: boolean;
  /** Browsers that come back together share one answer. */
  asking?: Promise<LogBounds> | undefined;
  /** Ends the wait for the next notice. */
  wake?: (() => void) | undefined;
};

async function follow(options: EventReaderOptions, state: ReaderState, onReady: () => void): Promise<void> {
  let waitMs = firstWaitMs;
  while (!state.closing.aborted) {
    try {
      state.client ??= await listen(options, state);
      state.lastId ??= (await readBounds(state.client)).newest ?? 0;
      onReady();
      waitMs = firstWaitMs;
      await readOn(options, state, state.client);
      await nextNotice(state);
    } catch (error) {
      await drop(state);
      if (state.closing.aborted) break;
      options.log.warn({ err: error, waitMs }, "the event stream's connection was lost and is made again");
      await sleep(waitMs, undefined, { signal: state.closing }).catch(() => undefined);
      waitMs = Math.min(mostWaitMs, waitMs * 2);
    }
  }
  await drop(state);
}

async function listen(options: EventReaderOptions, state: ReaderState): Promise<pg.Client> {
  const client = await connect(options.url);
  const wake = () => {
    state.isWoken = true;
    state.wake?.();
  };
  client.on("notification", wake);
  client.on("error", (error) => {
    options.log.debug({ err: error }, "the event stream's connection failed");
    if (state.client === client) state.client = null;
    wake();
  });
  await client.query("listen events");
  return client;
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString,
    application_name: "live",
    keepAlive: true,
    connectionTimeoutMillis: queryTimeoutMs,
    query_timeout: queryTimeoutMs,
    options: "-c default_transaction_read_only=on",
  });
  await client.connect();
  return client;
}

async function readOn(options: EventReaderOptions, state: ReaderState, client: pg.Client): Promise<void> {
  state.isWoken = false;
  for (;;) {
    const { rows } = await client.query<EventRow>({
      name: "read-on",
      text: `select ${eventColumns} from event_log where event_id > $1 order by event_id limit ${eventsPerRead}`,
      values: [state.lastId ?? 0],
    });
    const events = rows.map(loggedEvent);
    state.lastId = events.at(-1)?.id ?? state.lastId;
    if (events.length > 0) options.onEvents(events);
    if (events.length < eventsPerRead) return;
  }
}

async function nextNotice(state: ReaderState): Promise<void> {
  if (state.isWoken || state.closing.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, readAnywayMs);
    state.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
  state.wake = undefined;
}

async function drop(state: ReaderState): Promise<void> {
  const { client } = state;
  state.client = null;
  // Ending a connection that is broken already fails, and that is all we want of it.
  await client?.end().catch(() => undefined);
}

/** On a connection of its own: the one that listens may be reading. */
async function askBounds(options: EventReaderOptions, state: ReaderState): Promise<LogBounds> {
  try {
    const client = await connect(options.url);
    try {
      return await readBounds(client);
    } finally {
      await client.end();
    }
  } finally {
    state.asking = undefined;
  }
}

async function readBounds(client: pg.Client): Promise<LogBounds> {
  const { rows } = await client.query<{ oldest: string | null; newest: string | null }>(
    "select min(event_id) as oldest, max(event_id) as newest from event_log",
  );
  const number = (text: string | null | undefined) => (text == null ? null : Number(text));
  return { oldest: number(rows[0]?.oldest), newest: number(rows[0]?.newest) };
}
