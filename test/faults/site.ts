import pg from "pg";
import { createDatabase, type Database } from "#db/client.ts";
import type { IngestionContext, IngestionSummary } from "#features/ingestion/ingestion-context.ts";
import { pollResource } from "#features/ingestion/poll-resource.ts";
import { createLog } from "#platform/log.ts";
import type { HttpLimits } from "#sources/http/http-limits.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import type { Resource, Source } from "#sources/source.ts";
import { createSupportSource } from "#sources/support/support-source.ts";
import { Tally } from "./fault-kinds.ts";
import type { Clone } from "./ground/clones.ts";
import type { FaultServer } from "./ground/fault-server.ts";
import type { Ground } from "./ground/ground.ts";
import type { SmallDisk } from "./ground/small-disk.ts";
import type { Schedule } from "./schedule.ts";
import type { ChangingSource } from "./source/apply-change.ts";
import { makeSource } from "./source/make-source.ts";
import { type SourceServer, startSourceServer } from "./source/source-server.ts";

/** A place in which one schedule after another runs. */
export type Slot = { ground: Ground; server: SourceServer; clone: Clone | null };

/** Everything that one schedule works with. */
export type Site = {
  schedule: Schedule;
  tally: Tally;
  source: ChangingSource;
  server: SourceServer;
  clone: Clone;
  /** A connection of our own, to look at the tables. */
  look: pg.Client;
  /** The server and the disk of schedules that break them. */
  victim: { server: FaultServer; disk: SmallDisk | null } | null;
  /** Polls as one of two processes would; the first fault of the source or a stop is thrown. */
  poll(resource: Resource, options?: PollOptions): Promise<IngestionSummary | null>;
  context(more?: Partial<IngestionContext>): IngestionContext;
  sources(isCalm: boolean): readonly Source[];
  /** Connects anew, after the server was killed. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
};

type PollOptions = { process?: 0 | 1; isCalm?: boolean; signal?: AbortSignal };

export async function openSlot(ground: Ground): Promise<Slot> {
  return { ground, server: await startSourceServer(), clone: null };
}

export async function closeSlot(slot: Slot): Promise<void> {
  await slot.server.close();
  await slot.clone?.drop();
}

const log = createLog({ process: "faults", level: "silent" });
const hastyLimits: Partial<HttpLimits> = {
  firstBackoffMs: 1,
  maxBackoffMs: 2,
  tries: 4,
  answerMs: 400,
  totalMs: 2_500,
};

/** Makes a schedule's source and an empty database for it. */
export async function openSite(slot: Slot, schedule: Schedule): Promise<Site> {
  const tally = new Tally();
  const { clone, victim, leave } = await chooseDatabase(slot, schedule);
  const source = makeSource(schedule.source, tally);
  slot.server.stand({ source, shape: schedule.source });
  slot.server.disturb({ faults: [], changes: [] });
  let connections = await connect(clone);
  const sourcesOf = (limits: Partial<HttpLimits>): readonly Source[] => {
    const { token, railsUrl, supportUrl } = slot.server;
    const options = { token, log, limits };
    return [
      createRailsSource({ ...options, baseUrl: railsUrl }),
      createSupportSource({ ...options, baseUrl: supportUrl }),
    ];
  };
  const hasty = sourcesOf(hastyLimits);
  const calm = sourcesOf({ firstBackoffMs: 20 });
  const context = (more: Partial<IngestionContext> = {}): IngestionContext => ({
    db: connections.databases[0],
    now: () => new Date(source.world.clockMs + schedule.source.ownSkewSeconds * 1000),
    log,
    progress: async () => undefined,
    ...more,
  });
  return {
    schedule,
    tally,
    source,
    server: slot.server,
    clone,
    get look() {
      return connections.look;
    },
    victim,
    context,
    sources: (isCalm) => (isCalm ? calm : hasty),
    async poll(resource, { process = 0, isCalm = false, signal } = {}) {
      if (schedule.source.ownSkewSeconds !== 0) tally.add("own_clock_skew");
      const db = connections.databases[process];
      const ctx = context({ db, ...(signal === undefined ? {} : { signal }) });
      return await pollResource(ctx, isCalm ? calm : hasty, resource, "command");
    },
    async reconnect() {
      await disconnect(connections);
      connections = await connect(clone);
    },
    async close() {
      slot.server.calm();
      await disconnect(connections);
      await leave();
    },
  };
}

type Connections = { databases: readonly [Database, Database]; look: pg.Client };

async function connect({ ownerUrl, superuserUrl }: Clone): Promise<Connections> {
  const look = new pg.Client({ connectionString: superuserUrl, application_name: "looks at the tables" });
  look.on("error", () => undefined);
  await look.connect();
  const open = (name: string) => createDatabase({ url: ownerUrl, name, log, poolSize: 6 });
  return { databases: [open("process 1"), open("process 2")], look };
}

async function disconnect({ databases, look }: Connections): Promise<void> {
  await Promise.all([...databases.map(async (db) => await db.destroy()), look.end().catch(() => undefined)]);
}

type Chosen = { clone: Clone; victim: Site["victim"]; leave(): Promise<void> };

async function chooseDatabase(slot: Slot, { profile }: Schedule): Promise<Chosen> {
  if (profile === "database" || profile === "disk") return await victimDatabase(slot.ground, profile);
  if (profile === "worker") {
    // A worker leaves more tables behind than ours.
    const clone = await slot.ground.clones.open();
    return { clone, victim: null, leave: async () => await clone.drop() };
  }
  if (slot.clone === null) slot.clone = await slot.ground.clones.open();
  else await emptyTables(slot.clone);
  return { clone: slot.clone, victim: null, leave: async () => undefined };
}

async function victimDatabase(ground: Ground, profile: "database" | "disk"): Promise<Chosen> {
  const server = await ground.borrowServer();
  const disk = profile === "disk" ? await server.openDisk() : null;
  const clone = await server.clones.open(disk === null ? {} : { tablespace: "small_disk" });
  return {
    clone,
    victim: { server, disk },
    async leave() {
      await disk?.free();
      await clone.drop();
      ground.giveBack(server);
    },
  };
}

/** Empties every table that holds something, but what migrations put there. */
async function emptyTables({ superuserUrl }: Clone): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select format('%I', relname) as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and relname not like 'kysely%'
         and (xpath('/row/any/text()', query_to_xml(format('select exists (select from %I) as any', relname), false, true, '')))[1]::text = 'true'`,
    );
    if (rows.length > 0) await client.query(`truncate ${rows.map(({ name }) => name).join(", ")} cascade`);
  } finally {
    await client.end();
  }
}
