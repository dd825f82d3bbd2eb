import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "../log.ts";

export type NoticeListener = { close(): Promise<void> };

const firstWaitMs = 100;
const mostWaitMs = 5_000;
const probeEveryMs = 15_000;
/** Notices within this time are told as one. */
const gatherMs = 100;

/**
 * Tells of notices on a PostgreSQL channel; also once at the start and after each reconnection, for what may
 * have been missed. `url` leads past a pooler.
 */
export function listenForNotices(options: {
  url: string;
  channel: string;
  log: Log;
  onNotice: () => Promise<unknown>;
}): NoticeListener {
  const closing = new AbortController();
  const listening = keepListening(options, closing.signal);
  return {
    async close() {
      closing.abort();
      await listening;
    },
  };
}

type Options = Parameters<typeof listenForNotices>[0];

async function keepListening(options: Options, closing: AbortSignal): Promise<void> {
  let waitMs = firstWaitMs;
  while (!closing.aborted) {
    try {
      await listenOnce(options, closing, () => {
        waitMs = firstWaitMs;
      });
    } catch (error) {
      if (closing.aborted) return;
      options.log.warn(
        { err: error, channel: options.channel, waitMs },
        "listening was cut and starts again",
      );
      await sleep(waitMs, undefined, { signal: closing }).catch(() => undefined);
      waitMs = Math.min(mostWaitMs, waitMs * 2);
    }
  }
}

/** Listens until the connection breaks, which it throws, or `closing` is aborted. */
async function listenOnce(options: Options, closing: AbortSignal, onConnected: () => void): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    application_name: `listen ${options.channel}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
  });
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined);
  client.on("error", (error) => broken.reject(error));
  const notice = gather(options);
  client.on("notification", notice.come);
  try {
    await client.connect();
    await client.query(`listen ${client.escapeIdentifier(options.channel)}`);
    onConnected();
    notice.come();
    while (!closing.aborted) {
      await Promise.race([sleep(probeEveryMs, undefined, { signal: closing }), broken.promise]);
      await client.query("select 1");
    }
  } finally {
    notice.end();
    // A broken connection cannot be ended in good order.
    await client.end().catch(() => undefined);
  }
}

function gather({ onNotice, log, channel }: Options): { come(): void; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer = undefined;
    onNotice().catch((error: unknown) =>
      log.error({ err: error, channel }, "a notice could not be passed on"),
    );
  };
  return {
    come() {
      timer ??= setTimeout(tell, gatherMs);
    },
    end: () => clearTimeout(timer),
  };
}
