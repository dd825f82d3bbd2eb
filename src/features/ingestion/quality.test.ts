import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { asViewer, inTransaction } from "#db/transaction.ts";
import { outsideCall, outsideCustomer, outsideSession } from "#sources/fixtures/outside-rows.ts";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { listHeld } from "./held-list.ts";
import { readQuality, readQualityNow } from "./read-quality.ts";

const harness = await createIngestionHarness();
const { server, poll, rows } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => {
  await harness.reset();
  harness.clock.now = new Date("2026-03-02T12:34:00Z");
});

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();
const measures = async (resource: string) =>
  (
    await rows(`select sum(received)::int as received, sum(accepted)::int as accepted, sum(unchanged)::int as unchanged,
      sum(quarantined)::int as quarantined, sum(orphaned)::int as orphaned from data_quality_hours
      where resource = '${resource}'`)
  )[0];

describe("measures", () => {
  test("count a held record once, however often the overlap reads it again", async () => {
    server.put("calls", outsideCall({ customer_id: 77, updated_at: at(1) }));
    for (let times = 0; times < 3; times++) await poll("calls");
    expect(await measures("calls")).toEqual({
      received: 3,
      accepted: 0,
      unchanged: 2,
      quarantined: 0,
      orphaned: 1,
    });
    server.put("calls", outsideCall({ customer_id: 77, updated_at: at(2) }));
    await poll("calls");
    expect(await measures("calls")).toMatchObject({ received: 4, unchanged: 3, orphaned: 1 });
  });

  test("add up: received = accepted + unchanged + quarantined + orphaned, and each fault is counted once", async () => {
    const change = fc.record({
      id: fc.integer({ min: 1, max: 6 }),
      customer: fc.constantFrom(1, 2, 77),
      kind: fc.constantFrom("valid", "valid", "broken"),
      passes: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 6 }), async (polls) => {
        await harness.reset();
        for (const id of [1, 2]) server.put("customers", outsideCustomer({ id }));
        await poll("customers");
        let minutes = 0;
        for (const changes of polls) {
          for (const { id, customer, kind, passes } of changes) {
            minutes += passes;
            const call = outsideCall({ id, customer_id: customer, updated_at: at(minutes) });
            server.put("calls", kind === "broken" ? { ...call, called_at: "noon" } : call);
          }
          await poll("calls");
        }
        const sums = await rows(
          "select from data_quality_hours where received <> accepted + unchanged + quarantined + orphaned",
        );
        expect(sums).toEqual([]);
        const total = await measures("calls");
        const [run] = await rows<{ received: number }>(
          "select coalesce(sum(received), 0)::int as received from ingestion_runs where resource = 'calls'",
        );
        expect(total?.received ?? 0).toBe(run?.received);
        expect(total?.quarantined ?? 0).toBe((await rows("select from quarantined_records")).length);
        expect(Number(total?.orphaned ?? 0)).toBeGreaterThanOrEqual(
          (await rows("select from held_records")).length,
        );
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  test("belong to the business day of their arrival, and to the last 24 hours", async () => {
    const place = { asOf: new Date("2026-03-02T05:30:00Z"), businessTimezone: "America/Chicago" };
    // 23:30 of the first of March in Chicago.
    harness.clock.now = new Date("2026-03-02T05:10:00Z");
    server.put("customers", outsideCustomer({ id: 1, status: "gone" }));
    await poll("customers");
    harness.clock.now = new Date("2026-03-02T06:10:00Z");
    server.put("customers", outsideCustomer({ id: 2, updated_at: at(5) }));
    await poll("customers");
    const read = async (asOf: Date) =>
      await inTransaction(harness.db, async (trx) => ({
        days: (await readQuality(trx, { ...place, asOf })).find(({ resource }) => resource === "customers"),
        now: (await readQualityNow(trx, { ...place, asOf })).find(({ resource }) => resource === "customers"),
      }));
    const { days, now } = await read(new Date("2026-03-02T07:00:00Z"));
    expect(days?.days).toHaveLength(30);
    expect(days?.days.slice(-2)).toMatchObject([
      { day: "2026-03-01", measures: { quarantined: 1, accepted: 0 }, verdict: { state: "few" } },
      { day: "2026-03-02", measures: { quarantined: 0, accepted: 1 }, verdict: { state: "good" } },
    ]);
    expect(days).toMatchObject({ worstDay: "2026-03-01", total: { verdict: { rejectedShare: 0.5 } } });
    expect(now).toMatchObject({ today: { quarantined: 0 }, lastDay: { quarantined: 1, accepted: 1 } });
    const before = await read(new Date("2026-03-02T05:30:00Z"));
    expect(before.days?.days.at(-1)).toMatchObject({ day: "2026-03-01", measures: { quarantined: 1 } });
    expect(before.now).toMatchObject({ today: { quarantined: 1, accepted: 0 } });
  });
});

test("held records are listed with whom they wait for, the oldest first, page by page", async () => {
  for (let id = 1; id <= 3; id++) {
    server.put("calls", outsideCall({ id, customer_id: 70 + (id % 2) }));
    await poll("calls");
  }
  server.put("customers", outsideCustomer({ id: 5 }));
  await poll("customers");
  server.put("sessions", outsideSession({ id: 9, customer_id: 5, tutor_id: 8 }));
  await poll("sessions");
  await rows("update held_records set held_at = date_trunc('hour', held_at)");
  const page = async (cursor?: string) =>
    await asViewer(harness.db, viewerOf(), (trx) => listHeld(trx, { cursor, limit: 2 }));
  const first = await page();
  expect(first).toMatchObject({ total: 4, summary: { missingCustomers: 2, missingTutors: 1 } });
  const second = await page(first.nextCursor ?? "");
  expect([...first.data, ...second.data].map(({ resource, recordId }) => `${resource} ${recordId}`)).toEqual([
    "calls 1",
    "calls 2",
    "calls 3",
    "sessions 9",
  ]);
  expect(second.data.at(-1)).toMatchObject({ missingCustomerId: null, missingTutorId: 8 });
  expect(second.nextCursor).toBeNull();
});
