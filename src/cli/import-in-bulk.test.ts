import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outsideCustomer, outsideSession, outsideTutor } from "#sources/fixtures/outside-rows.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { describeSchema } from "#test/database/describe-schema.ts";
import { wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { startNode } from "#test/start-node.ts";

let database: TestDatabase;
let client: pg.Client;
/** A second one: within a transaction the view of activity stands still. */
let locker: pg.Client;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  locker = new pg.Client({ connectionString: database.ownerUrl });
  await Promise.all([client.connect(), locker.connect()]);
  folder = await mkdtemp(path.join(tmpdir(), "bulk-killed-"));
  await writeRecords("customers", [outsideCustomer()]);
  await writeRecords("tutors", [outsideTutor()]);
  await once(startImport().child, "close");
  for (const resource of ["customers", "tutors"]) await rm(path.join(folder, `${resource}.ndjson`));
  const sessions = Array.from({ length: 9000 }, (_, n) => outsideSession({ id: n + 1 }));
  // Kept in quarantine with the third batch, when two have been copied.
  await writeRecords("sessions", [...sessions.slice(0, 7000), { id: 0 }, ...sessions.slice(7000)]);
});

afterAll(async () => {
  await Promise.all([client.end(), locker.end()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

const writeRecords = async (resource: string, records: readonly unknown[]) =>
  await writeFile(
    path.join(folder, `${resource}.ndjson`),
    records.map((r) => `${JSON.stringify(r)}\n`).join(""),
  );

function startImport() {
  return startNode("src/cli/ops.ts", ["--json", "import", "--dir", folder, "--bulk"], {
    DATABASE_URL: database.ownerUrl,
  });
}

/** Sessions of the server that import; one of a killed process ends when it next turns to its client. */
async function imports(): Promise<{ waits: boolean }[]> {
  const { rows } = await client.query<{ waits: boolean }>(`
    select wait_event_type is not distinct from 'Lock' as waits from pg_stat_activity
    where application_name = 'ops import' and datname = current_database()`);
  return rows;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Kills an import with SIGKILL where it waits for a table that we hold. */
async function killAt(table: string): Promise<void> {
  await locker.query("begin");
  await locker.query(`lock table ${table} in share mode`);
  const { child } = startImport();
  await until(async () => (await imports()).some(({ waits }) => waits));
  child.kill("SIGKILL");
  await once(child, "close");
  await locker.query("rollback");
  await until(async () => (await imports()).length === 0);
}

test.each([
  ["while it copies", "quarantined_records"],
  ["while it sums up", "subject_hour_rollups"],
  ["at its very end", "data_quality_hours"],
])(
  "one that is killed %s leaves nothing behind, and is simply run again",
  async (_when, table) => {
    await client.query(
      "truncate sessions, subject_hour_rollups, demand_hour_rollups, quarantined_records, data_quality_hours, change_log cascade",
    );
    const schema = await describeSchema(client);
    await killAt(table);
    expect(await describeSchema(client)).toEqual(schema);
    for (const empty of [
      "sessions",
      "subject_hour_rollups",
      "demand_hour_rollups",
      "quarantined_records",
      "data_quality_hours",
      "change_log",
    ]) {
      expect((await client.query(`select from ${empty}`)).rowCount, empty).toBe(0);
    }
    const { child, written } = startImport();
    const [code] = await once(child, "close");
    expect(code, written.err).toBe(0);
    expect(JSON.parse(written.out)).toMatchObject([{ received: 9001, inserted: 9000, quarantined: 1 }]);
    expect(await describeSchema(client)).toEqual(schema);
    expect((await client.query(wrongSubjectHours)).rows).toEqual([]);
    const counted = await client.query(
      "select count(*)::int as rows, count(distinct session_id)::int as ids from sessions",
    );
    expect(counted.rows).toEqual([{ rows: 9000, ids: 9000 }]);
  },
  90_000,
);
