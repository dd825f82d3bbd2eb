import { mkdtemp, rename as renameFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type BulkConnection, withBulkConnection } from "#db/bulk-connection.ts";
import { createDatabase, type Database } from "#db/client.ts";
import { findRecordFiles, readRecordFile } from "#sources/files/record-file.ts";
import { type OutsideRow, startContractServer } from "#sources/fixtures/contract-server.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { describeSchema } from "#test/database/describe-schema.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { importRecords } from "../import-records.ts";
import type { IngestionContext, IngestionSummary } from "../ingestion-context.ts";
import { pollResource } from "../poll-resource.ts";
import { batchRecords } from "../weights.ts";

type World = { database: TestDatabase; db: Database; client: pg.Client };

const now = new Date("2026-05-01T12:00:00Z");
let ordinary: World;
let bulk: World;
let folder: string;

async function openWorld(): Promise<World> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return { database, client, db: createDatabase({ url: database.ownerUrl, name: "test", log }) };
}

beforeAll(async () => {
  [ordinary, bulk, folder] = [
    await openWorld(),
    await openWorld(),
    await mkdtemp(path.join(tmpdir(), "bulk-")),
  ];
});
afterAll(async () => {
  for (const { database, db, client } of [ordinary, bulk]) {
    await client.end();
    await db.destroy();
    await database.drop();
  }
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  for (const { client } of [ordinary, bulk]) {
    await client.query(`truncate subjects, customers, tutors, subject_hour_rollups, call_hour_rollups, held_records,
      quarantined_records, ingestion_runs, data_quality_hours, schema_drift, ingestion_cursors, change_log, event_log cascade`);
  }
  for (const { path: file } of await findRecordFiles(folder).catch(() => [])) await rm(file);
});

const write = async (name: string, records: readonly unknown[]) =>
  await writeFile(path.join(folder, name), records.map((record) => `${JSON.stringify(record)}\n`).join(""));

const rename = async (from: string, to: string) =>
  await renameFile(path.join(folder, from), path.join(folder, to));

function context({ db }: World, more: Partial<IngestionContext> = {}): IngestionContext {
  return { db, log, now: () => now, progress: async () => undefined, ...more };
}

async function take(world: World, connection: BulkConnection | null, more: Partial<IngestionContext> = {}) {
  const summaries: IngestionSummary[] = [];
  for (const file of await findRecordFiles(folder)) {
    const source = { resource: file.resource, origin: file.name, chunks: readRecordFile(file) };
    summaries.push(
      await importRecords(context(world, { ...more, ...(connection && { bulk: connection }) }), source),
    );
  }
  return summaries;
}

const takeOrdinarily = async () => await take(ordinary, null);
const takeInBulk = async (more: Partial<IngestionContext> = {}) =>
  await withBulkConnection(
    { url: bulk.database.ownerUrl, name: "test" },
    async (connection) => await take(bulk, connection, more),
  );

// All that a load leaves behind, but numbers that the database gives out and the clock of the database.
const tables = {
  subjects: "",
  customers: "",
  goals: "",
  tutors: "",
  tutor_subjects: "",
  sessions: "",
  inbound_calls: "",
  subject_hour_rollups: "",
  demand_hour_rollups: "",
  call_hour_rollups: "",
  held_records: " - 'held_at' - 'last_tried_at'",
  quarantined_records: " - 'quarantine_id'",
  data_quality_hours: "",
  schema_drift: "",
  ingestion_runs: " - 'run_id'",
  ingestion_cursors: "",
};

async function contents({ client }: World): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [table, without] of Object.entries(tables)) {
    const { rows } = await client.query<{ line: string }>(
      `select (to_jsonb(r)${without})::text as line from ${table} r order by line`,
    );
    found[table] = rows.map(({ line }) => line);
  }
  return found;
}

async function expectEqualContents(): Promise<void> {
  const [found, expected] = [await contents(bulk), await contents(ordinary)];
  for (const table of Object.keys(tables)) expect(found[table], table).toEqual(expected[table]);
}

async function expectEqualLoads(): Promise<void> {
  const schema = await describeSchema(bulk.client);
  expect(await takeInBulk()).toEqual(await takeOrdinarily());
  await expectEqualContents();
  expect(await describeSchema(bulk.client)).toEqual(schema);
  for (const wrong of [wrongSubjectHours, wrongCallHours])
    expect((await bulk.client.query(wrong)).rows).toEqual([]);
}

const minute = (n: number) => new Date(Date.parse("2026-03-01T00:00:00Z") + n * 60_000).toISOString();

/** Sessions over several batches: most are plain; the others are every odd thing that a file may hold. */
function messySessions(): unknown[] {
  const statuses = ["completed", "completed", "cancelled", "no_show", "scheduled"];
  return Array.from({ length: 2 * batchRecords + 500 }, (_, n) => {
    const id = n % 97 === 5 ? 1 + (n % 400) : n + 1; // ids that come again, within a batch and far apart
    const plain = outsideSession({
      id,
      customer_id: 1 + (n % (n % 89 === 7 ? 60 : 50)), // some customers that nobody knows
      tutor_id: n % 151 === 3 ? 99 : 1 + (n % 3),
      subject: `subject_${n % 7}`,
      status: statuses[n % 5],
      cancelled_by: n % 5 === 2 ? ["customer", "tutor", "system", null][n % 4] : null,
      scheduled_at: minute(n),
      started_at: n % 5 < 2 ? minute(n + 2) : null,
      rating: n % 5 < 2 && n % 3 > 0 ? `${1 + (n % 9) / 2}` : null,
      updated_at: minute((n * 7919) % 5000), // later versions and older ones
      deleted_at: n % 61 === 0 ? minute(n) : null,
    });
    if (n % 211 === 9) return { ...plain, status: "lost" };
    if (n % 307 === 11) return "no record";
    return n % 401 === 13 ? { ...plain, mood: "good" } : plain;
  });
}

async function writeMessyWorld(): Promise<void> {
  const customers = Array.from({ length: 50 }, (_, n) =>
    outsideCustomer({
      id: n + 1,
      name: `Zoë \\N "${n}"\t\n\\.`,
      monthly_spend: n % 2 === 0 ? "25.50" : null,
      goals: n % 3 === 0 ? [outsideGoal({ id: 1 }), outsideGoal({ id: 2, subject: null })] : [],
    }),
  );
  const late = outsideCustomer({ id: 7, name: "later", updated_at: minute(999_999) });
  await write("customers.ndjson", [...customers, late, outsideCustomer({ id: 8, timezone: "Moon" })]);
  await write(
    "tutors.ndjson",
    [1, 2, 3].map((id) => outsideTutor({ id })),
  );
  await write("sessions.ndjson", messySessions());
  const calls = Array.from({ length: batchRecords + 100 }, (_, n) =>
    outsideCall({
      id: 1 + (n % 3050),
      customer_id: 1 + (n % 53),
      reason_code: ["billing", "weather"][n % 2],
      called_at: minute(n * 11),
      updated_at: minute((n * 31) % 700),
    }),
  );
  await write("calls.ndjson", [...calls, { id: 1 }]);
}

describe("loading in bulk", () => {
  test("takes a first poll as the ordinary way does, with its cursor, and the next one from there", async () => {
    const server = await startContractServer();
    const source = createRailsSource({ baseUrl: server.url, token: server.token, log });
    const rows = {
      customers: [outsideCustomer()],
      tutors: [outsideTutor()],
      sessions: messySessions().filter((row): row is OutsideRow => typeof row === "object"),
    };
    for (const [resource, given] of Object.entries(rows)) for (const row of given) server.put(resource, row);
    const pollAll = async (world: World, more: Partial<IngestionContext>) => {
      const summaries = [];
      for (const resource of ["customers", "tutors", "sessions", "sessions"] as const)
        summaries.push(await pollResource(context(world, more), [source], resource, "command"));
      return summaries;
    };
    const inBulk = await withBulkConnection(
      { url: bulk.database.ownerUrl, name: "test" },
      async (connection) => await pollAll(bulk, { bulk: connection }),
    );
    expect(inBulk).toEqual(await pollAll(ordinary, {}));
    await expectEqualContents();
    for (const world of [ordinary, bulk]) {
      const { rows: changes } = await world.client.query("select from change_log where is_everything");
      expect(changes).toHaveLength(world === bulk ? 2 : 0);
    }
    await server.close();
  });

  test("leaves what the ordinary way leaves, whatever a file holds", async () => {
    await writeMessyWorld();
    await expectEqualLoads();
    const counts = await bulk.client.query("select count(*)::int as n from sessions");
    expect(counts.rows[0].n).toBeGreaterThan(2 * batchRecords - 500);
  });

  test("releases what waits for its customers, and knows what was rejected and held before", async () => {
    await write("sessions.ndjson", messySessions().slice(0, 800));
    await write("calls.ndjson", [{ id: 5 }, outsideCall({ id: 6, customer_id: 3 })]);
    for (const world of [ordinary, bulk]) await take(world, null);
    await writeMessyWorld();
    await expectEqualLoads();
  });

  test("says that everything may have changed, in one entry for each resource", async () => {
    await writeMessyWorld();
    await takeInBulk();
    const { rows } = await bulk.client.query(
      "select resource, cardinality(customer_ids) as named from change_log where is_everything order by change_id",
    );
    expect(rows).toEqual(["customers", "sessions", "calls"].map((resource) => ({ resource, named: 0 })));
  });

  test("goes the ordinary way where the table holds something", async () => {
    await writeMessyWorld();
    await takeInBulk();
    await takeOrdinarily();
    expect(await takeInBulk()).toEqual(await takeOrdinarily());
    await expectEqualContents();
  });

  test("holds a bounded number of records", async () => {
    await write("customers.ndjson", [outsideCustomer()]);
    await write("tutors.ndjson", [outsideTutor()]);
    await takeInBulk();
    let read = 0;
    let most = 0;
    let written = 0;
    const chunks = async function* () {
      for (let chunk = 0; chunk < 60; chunk++) {
        const items = Array.from({ length: 500 }, (_, n) => ({
          record: { ...session, id: chunk * 500 + n + 1 },
        }));
        read += items.length;
        most = Math.max(most, read - written);
        yield { items, unknownFields: [] };
      }
    };
    const { rows } = await bulk.client.query("select resource from ingestion_runs limit 1");
    expect(rows).toHaveLength(1);
    await withBulkConnection({ url: bulk.database.ownerUrl, name: "test" }, async (connection) => {
      const progress = async (done: number) => {
        written = done;
      };
      const source = { resource: "sessions" as const, origin: "made", chunks: chunks() };
      await importRecords(context(bulk, { progress, bulk: connection }), source);
    });
    expect(read).toBe(30_000);
    expect(most).toBeLessThanOrEqual(2 * batchRecords + 500);
  });

  test("takes what stands before a place that cannot be read", async () => {
    await write("customers.ndjson", [outsideCustomer()]);
    await takeInBulk();
    await rm(path.join(folder, "customers.ndjson"));
    const header = "id,customer_id,called_at,reason_code,created_at,updated_at";
    await writeFile(
      path.join(folder, "calls.csv"),
      `${header}\n1,1,${minute(1)},billing,${minute(1)},${minute(1)}\n2,"`,
    );
    await expect(takeInBulk()).rejects.toThrow("calls.csv, line 3: a quote is never closed.");
    expect((await bulk.client.query("select call_id from inbound_calls")).rows).toEqual([{ call_id: "1" }]);
    const { rows } = await bulk.client.query("select state from ingestion_runs where resource = 'calls'");
    expect(rows).toEqual([{ state: "failed" }]);
  });

  test("begins again where a reader has one of its tables and wants another", async () => {
    await writeMessyWorld();
    await takeOrdinarily();
    for (const resource of ["sessions", "calls"]) await rename(`${resource}.ndjson`, `${resource}.kept`);
    await takeInBulk();
    for (const resource of ["customers", "tutors"]) await rename(`${resource}.ndjson`, `${resource}.kept`);
    for (const resource of ["sessions", "calls"]) await rename(`${resource}.kept`, `${resource}.ndjson`);
    const reader = new pg.Client({ connectionString: bulk.database.ownerUrl });
    await reader.connect();
    await reader.query("begin");
    await reader.query("select from customers limit 1");
    const taking = takeInBulk();
    const waits = `select from pg_stat_activity where application_name = 'test' and wait_event_type = 'Lock'
      and datname = current_database()`;
    while ((await bulk.client.query(waits)).rowCount === 0)
      await new Promise((resolve) => setTimeout(resolve, 10));
    // The server breaks off the one of the two that notices: the load, or on a slow machine the reader.
    await Promise.allSettled([reader.query("select from sessions limit 1")]);
    await reader.query("rollback");
    await reader.end();
    await taking;
    await expectEqualContents();
  });

  test("leaves nothing behind when it is stopped", async () => {
    await writeMessyWorld();
    const schema = await describeSchema(bulk.client);
    const stop = new AbortController();
    const progress = async (done: number) => {
      if (done >= batchRecords) stop.abort();
    };
    await expect(takeInBulk({ signal: stop.signal, progress })).rejects.toThrow();
    expect((await bulk.client.query("select from sessions")).rowCount).toBe(0);
    expect(await describeSchema(bulk.client)).toEqual(schema);
    await bulk.client.query(
      "truncate ingestion_runs, customers, tutors, subjects, held_records, quarantined_records, data_quality_hours, schema_drift cascade",
    );
    await expectEqualLoads();
  });
});

const session = {
  customerId: 1,
  tutorId: 1,
  subjectCode: "algebra_1",
  status: "completed",
  cancelledBy: null,
  scheduledAt: minute(1),
  startedAt: minute(1),
  endedAt: null,
  durationMinutes: 60,
  rating: "4.5",
  createdAt: minute(1),
  updatedAt: minute(2),
  deletedAt: null,
};
