import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import type { JobContext } from "#platform/queue/job.ts";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { keepPartitions, trimLogs } from "./jobs.ts";

let database: TestDatabase;
let db: Database;
let ctx: JobContext;

beforeAll(async () => {
  database = await createTestDatabase();
  db = createDatabase({ url: database.ownerUrl, name: "test", log });
  const signal = new AbortController().signal;
  ctx = { db, log, now: () => new Date(), signal, progress: async () => undefined };
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function idsOf(table: "event_log" | "change_log"): Promise<number[]> {
  const column = table === "event_log" ? "event_id" : "change_id";
  const { rows } = await sql<{ id: number }>`
    select ${sql.ref(column)} as id from ${sql.table(table)} order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

describe("trimLogs", () => {
  it("removes events of more than seven days, but never the newest", async () => {
    for (const days of [30, 8, 6]) {
      await sql`insert into event_log (kind, key, occurred_at)
        values ('k', 'k', now() - make_interval(days => ${days}))`.execute(db);
    }
    await trimLogs.run(ctx, {});
    expect(await idsOf("event_log")).toEqual([3]);
    await sql`update event_log set occurred_at = now() - interval '30 days'`.execute(db);
    await trimLogs.run(ctx, {});
    expect(await idsOf("event_log")).toEqual([3]);
  });

  it("keeps change records that some consumer has not dealt with", async () => {
    for (let n = 0; n < 3; n++) {
      await sql`insert into change_log (resource, changed_at) values ('sessions', now() - interval '30 days')`.execute(
        db,
      );
    }
    await trimLogs.run(ctx, {});
    expect(await idsOf("change_log")).toEqual([1, 2, 3]);
    await sql`insert into change_consumers (consumer, change_id) values ('fast', 3), ('slow', 2)`.execute(db);
    await trimLogs.run(ctx, {});
    expect(await idsOf("change_log")).toEqual([3]);
  });
});

describe("trimLogs, of data quality", () => {
  it("removes what left quarantine 180 days ago with what was done about it, and nothing that is open", async () => {
    await sql`insert into quarantined_records (resource, record_key, record, faults, origin, first_seen_at, last_seen_at,
        state, closed_at)
      select 'calls', key, '{}', '[]', 'support', now() - interval '2 years', now() - interval '2 years', state, closed_at
      from (values ('open', 'open', null), ('old', 'resolved', now() - interval '181 days'),
        ('older', 'discarded', now() - interval '1 year'), ('new', 'discarded', now() - interval '179 days'))
        as given(key, state, closed_at)`.execute(db);
    await sql`insert into quarantine_actions (request_id, quarantine_id, action, actor_id, actor_kind, actor_name, requested_at)
      select gen_random_uuid(), quarantine_id, 'discard', 'a', 'user', 'A', now() from quarantined_records`.execute(
      db,
    );
    await sql`insert into data_quality_hours (resource, hour) values ('calls', now() - interval '401 days'),
      ('calls', now() - interval '399 days')`.execute(db);
    await trimLogs.run(ctx, {});
    const { rows } = await sql<{ key: string; actions: number }>`
      select record_key as key, (select count(*)::int from quarantine_actions a where a.quarantine_id = q.quarantine_id)
        as actions from quarantined_records q order by 1`.execute(db);
    expect(rows).toEqual([
      { key: "new", actions: 1 },
      { key: "open", actions: 1 },
    ]);
    const { rows: hours } = await sql`select from data_quality_hours`.execute(db);
    expect(hours).toHaveLength(1);
  });
});

describe("trimLogs, of jobs", () => {
  it("removes the record of what ran more than thirty days ago", async () => {
    for (const days of [40, 29]) {
      await sql`insert into job_runs (queue_job_id, started_at, job, try, could_start_at)
        values ('j', now() - make_interval(days => ${days}), 'poll', 1, now())`.execute(db);
    }
    await trimLogs.run(ctx, {});
    const { rows } = await sql<{ days: number }>`
      select extract(day from now() - started_at)::int as days from job_runs`.execute(db);
    expect(rows).toEqual([{ days: 29 }]);
  });
});

describe("trimLogs of pushes", () => {
  it("forgets a written push after seven days, and none that waits", async () => {
    for (const [id, days, body] of [
      ["old", 8, null],
      ["new", 6, null],
      ["waits", 30, "{}"],
    ] as const) {
      await sql`insert into pushed_batches (webhook_id, resource, body_sha256, body, received, accepted, quarantined,
          superseded, written_at)
        values (${id}, 'calls', 'h', ${body}, 0, 0, 0, 0,
          case when ${body}::text is null then now() - make_interval(days => ${days}) end)`.execute(db);
    }
    await trimLogs.run(ctx, {});
    const { rows } = await sql`select webhook_id as id from pushed_batches order by 1`.execute(db);
    expect(rows).toEqual([{ id: "new" }, { id: "waits" }]);
  });
});

describe("keepPartitions", () => {
  it("makes the coming months' partitions of every time series", async () => {
    const { rows: before } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'metric_samples'::regclass and inhrelid::regclass::text not like '%default'
      order by 1 desc`.execute(db);
    const newest = before.slice(0, 2).map(({ name }) => name);
    for (const name of newest) await sql`drop table ${sql.table(name)}`.execute(db);
    await keepPartitions.run(ctx, {});
    await keepPartitions.run(ctx, {});
    const { rows } = await sql<{ name: string }>`
      select inhrelid::regclass::text as name from pg_inherits
      where inhparent = 'metric_samples'::regclass`.execute(db);
    const { rows: ahead } = await sql<{ month: string }>`
      select 'metric_samples_' || to_char(current_date + make_interval(months => n), 'YYYY_MM') as month
      from generate_series(0, 3) as n`.execute(db);
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(ahead.map(({ month }) => month)));
  });
});

describe("trimLogs of reconciliations", () => {
  it("removes reports of more than ninety days, but the newest of each resource", async () => {
    for (const [resource, days] of [
      ["calls", 120],
      ["calls", 100],
      ["sessions", 95],
      ["sessions", 80],
    ] as const) {
      await sql`insert into reconciliations (resource, trigger, state, started_at)
        values (${resource}, 'schedule', 'equal', now() - make_interval(days => ${days}))`.execute(db);
    }
    await trimLogs.run(ctx, {});
    const { rows } = await sql<{ resource: string; days: number }>`
      select resource, extract(day from now() - started_at)::int as days from reconciliations order by 2`.execute(
      db,
    );
    expect(rows).toEqual([
      { resource: "sessions", days: 80 },
      { resource: "calls", days: 100 },
    ]);
  });
});
