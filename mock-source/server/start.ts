import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { originDayFor } from "../world/instants.ts";
import { buildWorld } from "../world/world.ts";
import { createApp } from "./app.ts";
import { changeByHand } from "./changes-by-hand.ts";
import { ActiveFaults } from "./faults/active-faults.ts";
import { Journal } from "./journal.ts";
import { createSource, type Source } from "./source.ts";

export type StartOptions = {
  port: number;
  seed: number;
  customers: number;
  sourceToken: string;
  supportToken: string;
  /** Milliseconds since 1970; the real clock in main.ts, a fixed or moved one in tests. */
  now: () => number;
  /** How often the world goes on by itself, in milliseconds; 0: only when `source.advanceTo` is called. */
  tickMs: number;
  /** First day of the world (number since 1970); that of the quarter 180 days ago where left out. */
  originDay?: number;
  journalPath?: string;
};

export type MockSource = { url: string; supportUrl: string; source: Source; stop(): Promise<void> };

/** How long requests in hand may take after a stop was asked for, in milliseconds. */
const graceMs = 300;

/** Starts both systems on 127.0.0.1; rejects with the error of `listen` where the port is taken. */
export async function startMockSource(options: StartOptions): Promise<MockSource> {
  let source: Source | null = null;
  let journal: Journal | null = null;
  const app = createApp({
    ...options,
    faults: new ActiveFaults(options.now),
    isReady: () => source !== null,
    source: () => source as Source,
    keep: (change) => journal?.add(change),
  });
  const server = createServer(app);
  // The port comes first: only the process that holds it may touch the journal.
  await listen(server, options.port);
  try {
    journal = options.journalPath === undefined ? null : new Journal(options.journalPath);
    source = openSource(options, journal);
  } catch (error) {
    await close(server);
    throw error;
  }
  const built = source;
  const ticker =
    options.tickMs > 0 ? setInterval(() => built.advanceTo(options.now() * 1000), options.tickMs) : null;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    if (ticker) clearInterval(ticker);
    return close(server);
  };
  return { url, supportUrl: `${url}/support`, source: built, stop };
}

/** The world as of now, with the journal's changes made again. */
function openSource(options: StartOptions, journal: Journal | null): Source {
  const { seed, customers, now } = options;
  const originDay = options.originDay ?? journal?.head?.originDay ?? originDayFor(now());
  journal?.begin({ seed, customers, originDay });
  const source = createSource(buildWorld({ seed, customers, originDay }, now()), now);
  for (const change of journal?.changes ?? []) changeByHand(source, change);
  return source;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
