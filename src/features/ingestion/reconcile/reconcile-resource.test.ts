import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { misbehave } from "#sources/fixtures/misbehaviours.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideSession,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { type ReconcileOptions, reconcileResource } from "./reconcile-resource.ts";
import type { ReconciledResource } from "./reconciled-resource.ts";
import type { ReconciliationReport } from "./report.ts";

const harness = await createIngestionHarness();
const { server, exported, rows, poll, pollAll } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => {
  await harness.reset();
  await rows("truncate reconciliations cascade");
});

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();

async function reconcile(
  resource: ReconciledResource,
  options: ReconcileOptions = {},
): Promise<ReconciliationReport> {
  const report = await reconcileResource(harness.context(), harness.sources, resource, "command", options);
  if (report === null) throw new Error("another reconciliation is running");
  return report;
}

const findings = async () =>
  await rows(
    "select kind, resource, record_id as id from reconciliation_findings order by reconciliation_id, position",
  );

/** One customer, one tutor, and so many sessions and calls; a later row puts them outside of the overlap. */
async function world(count = 5): Promise<void> {
  server.put("customers", outsideCustomer());
  server.put("tutors", outsideTutor());
  for (let id = 1; id <= count; id++) {
    server.put("sessions", outsideSession({ id, updated_at: at(id) }));
    server.put("calls", outsideCall({ id, updated_at: at(id) }));
  }
  for (const resource of ["sessions", "calls"] as const) {
    const make = resource === "sessions" ? outsideSession : outsideCall;
    server.put(resource, make({ id: 1000, updated_at: at(600) }));
  }
  server.put("customers", outsideCustomer({ id: 1000, updated_at: at(600) }));
  server.put("tutors", outsideTutor({ id: 1000, updated_at: at(600) }));
  await pollAll();
}

async function expectEqualTables(): Promise<void> {
  for (const resource of ["customers", "tutors", "sessions", "calls"] as const) {
    expect(await exported(resource), resource).toEqual(server.liveRows(resource));
  }
  expect(await rows(wrongSubjectHours)).toEqual([]);
  expect(await rows(wrongCallHours)).toEqual([]);
  expect(await rows("select from held_records")).toEqual([]);
}

describe("reconciling", { timeout: 60_000 }, () => {
  test("finds nothing where nothing differs, and marks nothing as changed", async () => {
    await world();
    const before = await rows("select count(*) from change_log");
    for (const resource of ["customers", "tutors", "sessions", "calls"] as const) {
      expect(await reconcile(resource)).toMatchObject({ state: "equal", missing: 0, extra: 0, mended: 0 });
    }
    expect(await rows("select count(*) from change_log")).toEqual(before);
    expect(await rows("select state, source_count, stored_count from reconciliations order by 1, 2")).toEqual(
      [
        { state: "equal", source_count: 2, stored_count: 2 },
        { state: "equal", source_count: 2, stored_count: 2 },
        { state: "equal", source_count: 6, stored_count: 6 },
        { state: "equal", source_count: 6, stored_count: 6 },
      ],
    );
  });

  test.each(["customers", "tutors", "sessions", "calls"] as const)(
    "marks %s that the source lost",
    async (resource) => {
      await world();
      server.remove(resource, 1);
      const before = await rows("select max(change_id) as id from change_log");
      expect(await reconcile(resource)).toMatchObject({
        state: "mended",
        missing: 0,
        extra: 1,
        mended: 1,
        deleted: 1,
      });
      await expectEqualTables();
      expect(await findings()).toEqual([{ kind: "deleted", resource, id: 1 }]);
      const changes = await rows(`select resource from change_log where change_id > ${before[0]?.id}`);
      expect(changes).toEqual([{ resource }]);
      expect(await reconcile(resource)).toMatchObject({ state: "equal", extra: 0 });
    },
  );

  test("keeps sessions and calls of a customer that was deleted", async () => {
    await world();
    server.remove("customers", 1);
    await reconcile("customers");
    await reconcile("sessions");
    await expectEqualTables();
    expect(await exported("sessions")).toHaveLength(6);
  });

  test.each(["customers", "tutors", "sessions", "calls"] as const)(
    "takes %s back in an older version than the one that vanished",
    async (resource) => {
      await world();
      const make = {
        customers: outsideCustomer,
        tutors: outsideTutor,
        sessions: outsideSession,
        calls: outsideCall,
      };
      server.remove(resource, 1);
      await reconcile(resource);
      server.put(resource, make[resource]({ id: 1, updated_at: "2026-02-01T00:00:00.000Z" }));
      expect(await reconcile(resource)).toMatchObject({
        state: "mended",
        missing: 1,
        restored: 1,
        mended: 1,
      });
      await expectEqualTables();
      expect(await rows("select from customers where vanished_at is not null")).toEqual([]);
      expect(await reconcile(resource)).toMatchObject({ state: "equal" });
    },
  );

  test("takes a row back by a poll, in the same version", async () => {
    await world();
    server.remove("sessions", 1000);
    await reconcile("sessions");
    expect(await exported("sessions")).toHaveLength(5);
    server.put("sessions", outsideSession({ id: 1000, updated_at: at(600) }));
    expect(await poll("sessions")).toMatchObject({ updated: 1 });
    await expectEqualTables();
  });

  test("fetches what is missing, writes a deletion that went unnoticed, and quarantines what is malformed", async () => {
    await world();
    server.put("sessions", outsideSession({ id: 20, updated_at: at(1) }));
    server.put("sessions", outsideSession({ id: 21, updated_at: at(1), status: "nonsense" }));
    server.put("sessions", outsideSession({ id: 2, updated_at: at(2), deleted_at: at(2) }));
    expect(await reconcile("sessions")).toMatchObject({
      state: "differs",
      missing: 2,
      extra: 1,
      mended: 2,
      deleted: 0,
      daysDiffering: 1,
    });
    expect(await findings()).toEqual([
      { kind: "fetched", resource: "sessions", id: 20 },
      { kind: "quarantined", resource: "sessions", id: 21 },
      { kind: "deletion_read", resource: "sessions", id: 2 },
    ]);
    expect(await rows("select source_count, stored_count from reconciliation_days")).toEqual([
      { source_count: 7, stored_count: 6 },
    ]);
    server.put("sessions", outsideSession({ id: 21, updated_at: at(1) }));
    expect(await reconcile("sessions")).toMatchObject({ state: "mended", missing: 1 });
    await expectEqualTables();
    expect(await rows("select from quarantined_records where state = 'open'")).toEqual([]);
  });

  test("stands in for owners that the source has no more, and gives way when they are there again", async () => {
    await world();
    server.put("sessions", outsideSession({ id: 30, customer_id: 77, tutor_id: 88, updated_at: at(700) }));
    server.put("calls", outsideCall({ id: 30, customer_id: 77, updated_at: at(700) }));
    expect(await reconcile("sessions")).toMatchObject({ state: "mended", standIns: 2 });
    await poll("calls");
    await expectEqualTables();
    expect(
      await rows("select name, status, deleted_at is not null as gone from customers where customer_id = 77"),
    ).toEqual([{ name: "Customer 77 (deleted at the source)", status: "closed", gone: true }]);
    expect(await reconcile("customers")).toMatchObject({ state: "equal", source: 2, stored: 2 });
    server.put("customers", outsideCustomer({ id: 77, updated_at: "2026-01-01T00:00:00.000Z" }));
    expect(await reconcile("customers")).toMatchObject({ restored: 1 });
    await expectEqualTables();
  });

  test("drops what waited for an owner and is gone itself", async () => {
    await world();
    server.put("calls", outsideCall({ id: 30, customer_id: 77, updated_at: at(700) }));
    server.put("calls", outsideCall({ id: 31, customer_id: 78, updated_at: at(700), deleted_at: at(700) }));
    await poll("calls");
    server.remove("calls", 30);
    expect(await reconcile("calls")).toMatchObject({
      state: "mended",
      missing: 0,
      extra: 1,
      mended: 1,
      standIns: 1,
    });
    await expectEqualTables();
  });
});

describe("the guard", { timeout: 60_000 }, () => {
  /** 130 calls, of which the source loses so many. */
  async function losing(count: number): Promise<void> {
    await world(130);
    for (let id = 1; id <= count; id++) server.remove("calls", id);
  }

  test("marks a hundred without asking", async () => {
    await losing(100);
    expect(await reconcile("calls")).toMatchObject({ state: "mended", deleted: 100, guard: null });
    await expectEqualTables();
  });

  test("marks nothing where more than a hundred and one in twenty would be marked, until it is allowed", async () => {
    await losing(101);
    const before = await exported("calls");
    const report = await reconcile("calls");
    expect(report).toMatchObject({ state: "held_back", extra: 101, mended: 0, deleted: 0 });
    expect(report.guard).toBe(
      "The source lists 30 calls and does not list 101 of our 131. Nothing was marked as deleted. " +
        "If they are really gone, run: ops ingest reconcile calls --allow-deletes",
    );
    expect(await exported("calls")).toEqual(before);
    expect(await findings()).toHaveLength(101);
    expect(await reconcile("calls", { allowDeletes: true })).toMatchObject({ state: "mended", deleted: 101 });
    await expectEqualTables();
  });

  test("holds where the source lists nothing at all", async () => {
    await world(130);
    for (let id = 1; id <= 1000; id++) server.remove("sessions", id);
    expect(await reconcile("sessions")).toMatchObject({ state: "held_back", source: 0, extra: 131 });
    expect(await exported("sessions")).toHaveLength(131);
  });

  test("asks by id, so that ids which are wrongly not listed are not marked", async () => {
    await world();
    const none = misbehave.json({ ids: [], meta: { next_after_id: null } });
    server.hooks.beforeAnswer = ({ pathname }) => {
      if (pathname.endsWith("/ids")) server.misbehaviours.push(none);
    };
    expect(await reconcile("sessions")).toMatchObject({ state: "equal", source: 0, stored: 6, extra: 0 });
    await expectEqualTables();
  });
});

describe("days", { timeout: 60_000 }, () => {
  test("that differ although ids are equal are reported with both counts", async () => {
    await world();
    // A correction that polls cannot see: the same version, another day.
    server.put("calls", outsideCall({ id: 1, updated_at: at(1), created_at: "2026-02-20T10:00:00.000Z" }));
    expect(await reconcile("calls")).toMatchObject({
      state: "differs",
      missing: 0,
      extra: 0,
      daysDiffering: 1,
    });
    expect(await rows("select day, source_count, stored_count from reconciliation_days")).toEqual([
      { day: "2026-03-01", source_count: 5, stored_count: 6 },
    ]);
  });

  test("far from each other are asked for by the year", async () => {
    await world();
    server.put("calls", outsideCall({ id: 7, updated_at: at(700), created_at: "1970-01-01T00:00:00.000Z" }));
    server.requests.length = 0;
    expect(await reconcile("calls")).toMatchObject({ state: "equal" });
    expect(
      server.requests.filter(({ url }) => url.includes("/counts")).map(({ url }) => url.split("?")[1]),
    ).toEqual(["from=1970-01-01&to=1970-01-01", "from=2026-03-01&to=2026-03-01"]);
  });

  test("that change while they are counted are left to the next time", async () => {
    await world();
    let asked = 0;
    server.hooks.beforeAnswer = ({ pathname }) => {
      if (!pathname.endsWith("/counts")) return;
      asked++;
      server.put("calls", outsideCall({ id: 2000 + asked, updated_at: at(601 + asked) }));
    };
    expect(await reconcile("calls")).toMatchObject({ state: "equal", daysDiffering: 0 });
    expect(asked).toBe(2);
  });
});

describe("a reconciliation that is cut off", { timeout: 60_000 }, () => {
  test("by a stop is told so, and the next one finds the rest", async () => {
    await world(30);
    for (let id = 1; id <= 10; id++) server.remove("calls", id);
    const stop = new AbortController();
    server.hooks.beforeAnswer = ({ pathname }) => {
      if (pathname.endsWith("/calls/5")) stop.abort();
    };
    const context = harness.context({ signal: stop.signal });
    await expect(reconcileResource(context, harness.sources, "calls", "schedule")).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(await rows("select state, error from reconciliations")).toEqual([
      { state: "failed", error: "It was stopped; the next one begins anew." },
    ]);
    server.hooks.beforeAnswer = null;
    expect(await reconcile("calls")).toMatchObject({ state: "mended", deleted: 10 });
    await expectEqualTables();
  });

  test("by a fault of the source leaves its rows as they were, and says why", async () => {
    await world();
    server.remove("calls", 1);
    server.hooks.beforeAnswer = ({ pathname }) => {
      if (pathname.endsWith("/calls/1")) server.misbehaviours.push(misbehave.status(503));
    };
    const before = await exported("calls");
    await expect(reconcile("calls")).rejects.toMatchObject({ code: "source_unavailable" });
    expect(await exported("calls")).toEqual(before);
    const [report] = await rows("select state, error from reconciliations");
    expect(report).toMatchObject({ state: "failed", error: expect.stringContaining("503") });
  });

  test("by a dead process is closed by the next one", async () => {
    await world();
    await rows(`insert into reconciliations (resource, trigger, state, stage, started_at)
      values ('calls', 'schedule', 'running', 'comparing', now() - interval '1 day')`);
    await reconcile("calls");
    expect(await rows("select state, error from reconciliations order by reconciliation_id")).toEqual([
      { state: "failed", error: "It was cut off before its end." },
      { state: "equal", error: null },
    ]);
  });

  test("runs once at a time for each resource", async () => {
    await world();
    const reports = await Promise.all(
      (["calls", "calls", "calls", "sessions"] as const).map((resource) =>
        reconcileResource(harness.context(), harness.sources, resource, "command"),
      ),
    );
    const done = reports.filter((report) => report !== null).map(({ resource }) => resource);
    expect(done).toEqual(["calls", "sessions"]);
  });
});

test("a report keeps so many findings, and says how many there were", async () => {
  await world(1);
  await rows(`insert into inbound_calls (customer_id, call_id, called_at, reason_code, created_at, updated_at)
    select 1, 5000 + n, '2026-03-01', 'billing', '2026-03-01', '2026-03-01' from generate_series(1, 1300) n`);
  await rows("insert into call_hour_rollups select '2026-03-01', 'billing', 1300");
  expect(await reconcile("calls", { allowDeletes: true })).toMatchObject({ findings: 1300, deleted: 1300 });
  expect(await findings()).toHaveLength(1000);
  await expectEqualTables();
});
