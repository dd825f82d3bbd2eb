import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ActiveScenes } from "../scenes/active-scenes.ts";
import { originDayFor } from "../world/instants.ts";
import type { Row } from "../world/model.ts";
import { buildWorld, generation } from "../world/world.ts";
import { createApp } from "./app.ts";
import { changeByHand } from "./changes-by-hand.ts";
import { ActiveFaults } from "./faults/active-faults.ts";
import { Journal } from "./journal.ts";
import { createSource, type Source } from "./source.ts";
import type { Stage } from "./stage.ts";

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
  /** Faults that are on from the start, as the control route takes them. */
  faults?: readonly Row[];
  /** Scenes that are on from the start, as the control route takes them. */
  scenes?: readonly Row[];
};

export type MockSource = {
  url: string;
  supportUrl: string;
  source: Source;
  faults: ActiveFaults;
  scenes: ActiveScenes;
  /** Lets the world, and what goes on in it by hand, come to the present of the clock. */
  goOn(): void;
  stop(): Promise<void>;
};

/** How long requests in hand may take after a stop was asked for, in milliseconds. */
const graceMs = 300;

/** Starts both systems on 127.0.0.1; rejects with the error of `listen` where the port is taken. */
export async function startMockSource(options: StartOptions): Promise<MockSource> {
  let source: Source | null = null;
  let journal: Journal | null = null;
  const stage: Stage = {
    source: () => source as Source,
    now: options.now,
    make(change) {
      const row = stage.source().apply(change);
      journal?.add(change);
      return row;
    },
  };
  const faults = new ActiveFaults(stage);
  const scenes = new ActiveScenes(stage, (entry) => journal?.add(entry));
  const app = createApp({ ...options, ...stage, faults, scenes, isReady: () => source !== null });
  const server = createServer(app);
  // The port comes first: only the process that holds it may touch the journal.
  await listen(server, options.port);
  try {
    journal = options.journalPath === undefined ? null : new Journal(options.journalPath);
    source = openSource(options, journal);
    scenes.open(journal?.scenes ?? []);
    // One that the journal has already goes on; a restart with the same options does not begin it again.
    for (const given of options.scenes ?? []) if (!scenes.has(String(given.scene))) scenes.start(given);
    for (const given of options.faults ?? []) faults.add(given);
  } catch (error) {
    await close(server);
    throw error;
  }
  const built = source;
  const goOn = () => {
    built.advanceTo(options.now() * 1000);
    faults.tick();
    scenes.tick();
  };
  const ticker = options.tickMs > 0 ? setInterval(goOn, options.tickMs) : null;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    if (ticker) clearInterval(ticker);
    return close(server);
  };
  return { url, supportUrl: `${url}/support`, source: built, faults, scenes, goOn, stop };
}

/** The world as of now, with the journal's changes made again. */
function openSource(options: StartOptions, journal: Journal | null): Source {
  const { seed, customers, now } = options;
  const originDay = options.originDay ?? journal?.head?.originDay ?? originDayFor(now());
  journal?.begin({ seed, customers, originDay, generation });
  const source = createSource(buildWorld({ seed, customers, originDay }, now()), now);
  for (const change of journal?.changes ?? []) changeByHand(source.stores, change);
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
