import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { misbehave } from "#sources/fixtures/misbehaviours.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { resources } from "#sources/source.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { batchesInMemory, batchRecords, pageSize } from "./weights.ts";

const harness = await createIngestionHarness();
const { db, server, poll, exported, rows } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

/** Minutes after the day on which the made records were written. */
const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();

const putWorld = () => {
  server.put("subjects", outsideSubject());
  server.put("customers", outsideCustomer({ goals: [outsideGoal({ id: 5 }), outsideGoal({ id: 2 })] }));
  server.put("customers", outsideCustomer({ id: 2 }));
  server.put("tutors", outsideTutor());
  server.put("sessions", outsideSession());
  server.put("calls", outsideCall());
};

const changeCount = async () => (await rows("select from change_log")).length;

describe("a poll", () => {
  test("takes every resource field for field; the next one changes and marks nothing", async () => {
    putWorld();
    await harness.pollAll();
    for (const resource of resources) expect(await exported(resource)).toEqual(server.liveRows(resource));
    const before = await changeCount();
    for (const resource of resources) {
      expect(await poll(resource)).toMatchObject({ inserted: 0, updated: 0, released: 0 });
    }
    expect(await changeCount()).toBe(before);
  });

  test("starts three minutes before the cursor", async () => {
    putWorld();
    server.put("customers", outsideCustomer({ updated_at: at(10) }));
    await poll("customers");
    server.requests.length = 0;
    await poll("customers");
    expect(decodeURIComponent(server.requests[0]?.url ?? "")).toContain(`updated_since=${at(7)}`);
  });

  test("takes a row that became visible late, below the cursor", async () => {
    putWorld();
    server.put("customers", outsideCustomer({ updated_at: at(10) }));
    await poll("customers");
    server.put("customers", outsideCustomer({ id: 3, updated_at: at(8) }));
    expect(await poll("customers")).toMatchObject({ inserted: 1 });
    expect(await rows("select late from data_quality_hours where resource = 'customers'")).toEqual([
      { late: 1 },
    ]);
  });

  test("takes a later version with the same printed updated_at", async () => {
    putWorld();
    await harness.pollAll();
    server.put("sessions", outsideSession({ rating: "2.0" }), 500);
    server.put("customers", outsideCustomer({ goals: [outsideGoal({ id: 2, title: "New" })] }), 500);
    expect(await poll("sessions")).toMatchObject({ updated: 1 });
    expect(await poll("customers")).toMatchObject({ updated: 1 });
    for (const resource of resources) expect(await exported(resource)).toEqual(server.liveRows(resource));
  });

  test("follows corrections, deletion, and its undoing", async () => {
    putWorld();
    await harness.pollAll();
    const versions = [
      { status: "no_show", rating: null },
      { tutor_id: 2, status: "completed" },
      { customer_id: 2 },
      { subject: "new_subject", scheduled_at: at(1), started_at: null },
      { deleted_at: at(1) },
      { deleted_at: null },
    ];
    server.put("tutors", outsideTutor({ id: 2, updated_at: at(0) }));
    await poll("tutors");
    for (const [index, version] of versions.entries()) {
      server.put("sessions", outsideSession({ ...version, updated_at: at(index + 1) }));
      await poll("sessions");
      expect(await exported("sessions")).toEqual(server.liveRows("sessions"));
    }
    expect(await rows("select from sessions")).toHaveLength(1);
  });

  test("a date in the future is taken and does not carry the cursor away", async () => {
    putWorld();
    server.put("customers", outsideCustomer({ id: 9, updated_at: "2999-01-01T00:00:00.000Z" }));
    await poll("customers");
    server.put("customers", outsideCustomer({ id: 3, updated_at: new Date().toISOString() }));
    expect(await poll("customers")).toMatchObject({ inserted: 1 });
    expect(await exported("customers")).toEqual(server.liveRows("customers"));
  });

  test("rows that became visible while a walk had to wait are met by the next one", async () => {
    const began = Date.now() - 3_600_000;
    const secondsIn = (seconds: number) => new Date(began + seconds * 1000).toISOString();
    server.hooks.clock = () => new Date(began);
    for (let id = 1; id <= 600; id++)
      server.put("customers", outsideCustomer({ id, updated_at: secondsIn(-550 + id) }));
    let asked = 0;
    server.hooks.beforeAnswer = () => {
      if (++asked !== 2) return;
      // The second page is answered ten minutes later; meanwhile a row below the first page's end became visible.
      server.hooks.clock = () => new Date(began + 600_000);
      server.put("customers", outsideCustomer({ id: 700, updated_at: secondsIn(-60) }));
      server.put("customers", outsideCustomer({ id: 701, updated_at: secondsIn(599) }));
    };
    await poll("customers");
    await poll("customers");
    expect(await exported("customers")).toEqual(server.liveRows("customers"));
  });

  test("forgets subjects that the whole list does not show any more, but not those that sessions name", async () => {
    putWorld();
    server.put("subjects", outsideSubject({ code: "music" }));
    await harness.pollAll();
    server.remove("subjects", "music");
    server.remove("subjects", "algebra_1");
    await poll("subjects");
    expect(await exported("subjects")).toEqual([]);
    expect(await exported("sessions")).toHaveLength(1);
    server.put("subjects", outsideSubject());
    await poll("subjects");
    expect(await exported("subjects")).toEqual(server.liveRows("subjects"));
  });

  test("counts fields of a new release once", async () => {
    putWorld();
    server.put("sessions", outsideSession({ mood: "fine" }));
    await harness.pollAll();
    await poll("sessions");
    expect(await rows("select resource, field from schema_drift")).toEqual([
      { resource: "sessions", field: "mood" },
    ]);
    expect(await rows("select drifted from data_quality_hours where resource = 'sessions'")).toEqual([
      { drifted: 1 },
    ]);
  });
});

describe("what a poll says", () => {
  test("names affected customers, tutors and subject hours, old and new", async () => {
    putWorld();
    server.put("tutors", outsideTutor({ id: 2 }));
    await harness.pollAll();
    const moved = { customer_id: 2, tutor_id: 2, subject: "latin", started_at: at(0), updated_at: at(5) };
    server.put("sessions", outsideSession(moved));
    await poll("sessions");
    const [change] = await rows<{ change: unknown }>(
      "select to_jsonb(change_log) as change from change_log order by change_id desc limit 1",
    );
    expect(change?.change).toMatchObject({
      resource: "sessions",
      customer_ids: [1, 2],
      tutor_ids: [1, 2],
      // One of each: the new subject is touched in the hour of the start and in the one that was booked.
      subject_codes: ["algebra_1", "latin", "latin"],
      hours: ["2026-03-01T10:00:00+00:00", "2026-03-01T10:00:00+00:00", "2026-03-02T00:00:00+00:00"],
    });
    const events = await rows(
      "select kind, key from event_log where payload->>'resource' = 'sessions' order by 1, 2",
    );
    expect(events.slice(-2)).toEqual([
      { kind: "customer.changed", key: "1" },
      { kind: "customer.changed", key: "2" },
    ]);
  });

  test("names many customers by their number alone", async () => {
    for (let id = 1; id <= 201; id++) server.put("customers", outsideCustomer({ id }));
    await poll("customers");
    expect(await rows("select kind, key, payload from event_log where kind <> 'ingestion.finished'")).toEqual(
      [{ kind: "customers.bulk_changed", key: "customers", payload: { count: 201 } }],
    );
  });

  test("keeps a run, and the end of it as an event", async () => {
    putWorld();
    await poll("customers");
    expect(
      await rows(
        "select resource, trigger, state, received, inserted, pages, total_expected from ingestion_runs",
      ),
    ).toEqual([
      {
        resource: "customers",
        trigger: "command",
        state: "succeeded",
        received: 2,
        inserted: 2,
        pages: 1,
        total_expected: 2,
      },
    ]);
    const [event] = await rows("select key, payload from event_log where kind = 'ingestion.finished'");
    expect(event).toMatchObject({ key: "customers", payload: { state: "succeeded" } });
  });

  test("counts failures until one succeeds, and keeps what had arrived", async () => {
    for (let id = 1; id <= 600; id++) server.put("customers", outsideCustomer({ id, updated_at: at(id) }));
    const failing = Array.from({ length: 4 }, () => misbehave.status(500));
    server.misbehaviours.push(() => false, ...failing);
    await expect(poll("customers")).rejects.toThrow(/it answered 500/);
    expect(await rows("select failures_in_a_row, last_error from ingestion_cursors")).toMatchObject([
      { failures_in_a_row: 1, last_error: expect.stringContaining("it answered 500") },
    ]);
    expect(await exported("customers")).toHaveLength(500);
    server.requests.length = 0;
    expect(await poll("customers")).toMatchObject({ inserted: 100 });
    expect(decodeURIComponent(server.requests[0]?.url ?? "")).toContain(`updated_since=${at(497)}`);
    expect(await rows("select failures_in_a_row, last_error from ingestion_cursors")).toEqual([
      { failures_in_a_row: 0, last_error: null },
    ]);
  });
});

describe("a poll that is stopped or disturbed", () => {
  test("goes on where it stopped", async () => {
    for (let id = 1; id <= 12_000; id++) server.put("customers", outsideCustomer({ id, updated_at: at(id) }));
    const stop = new AbortController();
    const progress = async (done: number) => {
      if (done >= batchRecords) stop.abort(new Error("the worker stops"));
    };
    await expect(poll("customers", { signal: stop.signal, progress })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(await rows("select failures_in_a_row from ingestion_cursors")).toEqual([{ failures_in_a_row: 0 }]);
    const taken = (await exported("customers")).length;
    expect(taken).toBeGreaterThanOrEqual(batchRecords - 10);
    expect(taken).toBeLessThan(12_000);
    expect(await poll("customers")).toMatchObject({ inserted: 12_000 - taken });
    expect(await exported("customers")).toHaveLength(12_000);
  });

  test("closes the run of a process that was killed", async () => {
    await rows(
      `insert into ingestion_runs (resource, trigger, state, started_at) values ('customers', 'schedule', 'running', now())`,
    );
    await poll("customers");
    expect(await rows("select state from ingestion_runs order by run_id")).toEqual([
      { state: "failed" },
      { state: "succeeded" },
    ]);
  });

  test("runs once at a time", async () => {
    putWorld();
    const others: Promise<unknown>[] = [];
    server.hooks.beforeAnswer = () => {
      if (others.length === 0) others.push(harness.poll("customers").catch((error: Error) => error.message));
    };
    // The second one starts while the first one waits for its page.
    await poll("customers");
    expect(await Promise.all(others)).toEqual(["another poll is running"]);
  });

  test("holds a bounded number of records", async () => {
    const total = 30_000;
    for (let id = 1; id <= total; id++) server.put("calls", outsideCall({ id, updated_at: at(id) }));
    server.put("customers", outsideCustomer());
    await poll("customers");
    // What has been asked for and is not yet written is what is held.
    let written = 0;
    let most = 0;
    server.hooks.beforeAnswer = () => {
      most = Math.max(most, (server.requests.length - 1) * 500 - written);
    };
    server.requests.length = 0;
    await poll("calls", {
      progress: async (done) => {
        written = done;
      },
    });
    expect((await db.selectFrom("inbound_calls").select("call_id").execute()).length).toBe(total);
    expect(most).toBeLessThanOrEqual(batchesInMemory * batchRecords + pageSize);
  });
});
