import { afterAll, beforeEach, describe, expect, test } from "vitest";
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

describe("reconciling", () => {
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
