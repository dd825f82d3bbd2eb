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

const harness = await createIngestionHarness();
const { server, poll, exported, rows } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();
const held = async () =>
  await rows("select resource, record_id, missing_customer_id, missing_tutor_id from held_records");

describe("a session or call without its customer or tutor", () => {
  test("brings the missing rows by their ids", async () => {
    server.put("customers", outsideCustomer());
    server.put("tutors", outsideTutor());
    server.put("sessions", outsideSession());
    server.put("calls", outsideCall());
    expect(await poll("sessions")).toMatchObject({ held: 1, released: 1 });
    await poll("calls");
    for (const resource of ["customers", "tutors", "sessions", "calls"] as const) {
      expect(await exported(resource)).toEqual(server.liveRows(resource));
    }
    expect(await held()).toEqual([]);
  });

  test("waits until they come, and is released in their transaction", async () => {
    server.put("sessions", outsideSession());
    server.put("calls", outsideCall());
    expect(await poll("sessions")).toMatchObject({ held: 1, released: 0 });
    await poll("calls");
    expect(await held()).toEqual([
      { resource: "sessions", record_id: 1, missing_customer_id: 1, missing_tutor_id: 1 },
      { resource: "calls", record_id: 1, missing_customer_id: 1, missing_tutor_id: null },
    ]);
    server.put("customers", outsideCustomer());
    expect(await poll("customers")).toMatchObject({ inserted: 1, released: 1 });
    expect(await exported("calls")).toHaveLength(1);
    expect(await held()).toEqual([
      { resource: "sessions", record_id: 1, missing_customer_id: null, missing_tutor_id: 1 },
    ]);
    server.put("tutors", outsideTutor());
    expect(await poll("tutors")).toMatchObject({ inserted: 1, released: 1 });
    expect(await exported("sessions")).toEqual(server.liveRows("sessions"));
    expect(await held()).toEqual([]);
    const changes = await rows(
      "select resource, customer_ids from change_log where cardinality(customer_ids) > 0 order by 1",
    );
    expect(changes.map((change) => change.resource)).toEqual(["calls", "customers", "sessions"]);
    expect(await rows(wrongSubjectHours)).toEqual([]);
    expect(await rows(wrongCallHours)).toEqual([]);
  });

  test("is replaced by a newer version of itself, never by an older one", async () => {
    server.put("sessions", outsideSession({ status: "scheduled", updated_at: at(1) }));
    await poll("sessions");
    server.put("sessions", outsideSession({ status: "completed", updated_at: at(2) }));
    await poll("sessions");
    server.put("sessions", outsideSession({ status: "cancelled", updated_at: at(1) }));
    expect(await poll("sessions")).toMatchObject({ stale: 1 });
    expect(await rows("select record->>'status' as status from held_records")).toEqual([
      { status: "completed" },
    ]);
  });

  test("gives way to a version that can be stored", async () => {
    server.put("customers", outsideCustomer());
    server.put("tutors", outsideTutor());
    await poll("customers");
    await poll("tutors");
    server.put("sessions", outsideSession({ customer_id: 77, updated_at: at(1) }));
    await poll("sessions");
    expect(await held()).toHaveLength(1);
    server.put("sessions", outsideSession({ updated_at: at(2) }));
    await poll("sessions");
    expect(await held()).toEqual([]);
    server.put("customers", outsideCustomer({ id: 77, updated_at: at(3) }));
    await poll("customers");
    expect(await exported("sessions")).toEqual(server.liveRows("sessions"));
  });

  test("a stored session that moves to a missing customer stays until that one comes, then moves", async () => {
    server.put("customers", outsideCustomer());
    server.put("tutors", outsideTutor());
    server.put("sessions", outsideSession());
    for (const resource of ["customers", "tutors", "sessions"] as const) await poll(resource);
    server.put("sessions", outsideSession({ customer_id: 77, updated_at: at(2) }));
    expect(await poll("sessions")).toMatchObject({ held: 1 });
    expect(await exported("sessions")).toMatchObject([{ customer_id: 1 }]);
    server.put("customers", outsideCustomer({ id: 77, updated_at: at(3) }));
    await poll("customers");
    expect(await exported("sessions")).toEqual(server.liveRows("sessions"));
    expect(await rows("select from sessions")).toHaveLength(1);
  });

  test("does not ask for the same missing customer at every poll", async () => {
    server.put("calls", outsideCall());
    await poll("calls");
    server.requests.length = 0;
    await poll("calls");
    expect(server.requests.filter((request) => request.url.includes("/customers/"))).toEqual([]);
    harness.clock.now = new Date(harness.clock.now.getTime() + 16 * 60_000);
    await poll("calls");
    expect(server.requests.filter((request) => request.url.includes("/customers/"))).toHaveLength(1);
  });

  test("is asked for again at once after a fault of the source", async () => {
    server.put("customers", outsideCustomer());
    server.put("calls", outsideCall());
    server.misbehaviours.push(() => false, ...Array.from({ length: 4 }, () => misbehave.status(503)));
    await expect(poll("calls")).rejects.toThrow(/503/);
    expect(await poll("calls")).toMatchObject({ released: 1 });
  });

  test("is released by the next poll where its customer came unnoticed", async () => {
    server.put("calls", outsideCall());
    await poll("calls");
    await rows(`insert into customers (customer_id, name, timezone, email_consent, phone_consent, status, signed_up_at,
      created_at, updated_at, content_hash) values (1, 'A', 'UTC', true, true, 'active', now(), now(), '2000-01-01', gen_random_uuid())`);
    await poll("calls");
    expect(await exported("calls")).toHaveLength(1);
    expect(await held()).toEqual([]);
  });

  test("two processes at once leave nothing behind", async () => {
    for (let id = 1; id <= 300; id++) {
      server.put("customers", outsideCustomer({ id }));
      server.put("calls", outsideCall({ id, customer_id: id }));
      server.put("sessions", outsideSession({ id, customer_id: id }));
    }
    server.put("tutors", outsideTutor());
    await Promise.all(
      (["sessions", "calls", "customers", "tutors"] as const).map((resource) => poll(resource)),
    );
    for (const resource of ["customers", "tutors", "sessions", "calls"] as const) {
      await poll(resource);
      expect(await exported(resource)).toEqual(server.liveRows(resource));
    }
    expect(await held()).toEqual([]);
  });
});
