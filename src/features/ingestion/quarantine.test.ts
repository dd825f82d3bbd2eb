import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { misbehave } from "#sources/fixtures/misbehaviours.ts";
import { outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";

const harness = await createIngestionHarness();
const { server, poll, exported, rows } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();
const kept = async () =>
  await rows(
    "select record_key, record_id, faults, origin, seen_count, state, closed_by from quarantined_records order by 1, 6",
  );

describe("a record that does not keep the contract", () => {
  test("is kept with its reasons, and the rest of its page is taken", async () => {
    server.put("customers", outsideCustomer({ id: 1 }));
    server.put("customers", outsideCustomer({ id: 2, status: "gone", timezone: "Mars/Base" }));
    server.put("customers", outsideCustomer({ id: 3 }));
    expect(await poll("customers")).toMatchObject({ received: 3, inserted: 2, quarantined: 1 });
    expect(await kept()).toMatchObject([
      {
        record_key: "2",
        record_id: 2,
        origin: "rails",
        seen_count: 1,
        state: "open",
        faults: [
          { path: "timezone", reason: "should be an IANA timezone" },
          { path: "status", reason: "should be one of active, paused, closed" },
        ],
      },
    ]);
    expect((await exported("customers")).map((row) => row.id)).toEqual([1, 3]);
    expect(await rows("select received, accepted, quarantined from data_quality_hours")).toEqual([
      { received: 3, accepted: 2, quarantined: 1 },
    ]);
  });

  test("is counted on its row when it is seen again, and as rejected only once", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone" }));
    await poll("customers");
    await poll("customers");
    expect(await kept()).toMatchObject([{ seen_count: 2, state: "open" }]);
    expect(await rows("select quarantined, unchanged from data_quality_hours")).toEqual([
      { quarantined: 1, unchanged: 1 },
    ]);
  });

  test("leaves when a later version is valid", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone", updated_at: at(1) }));
    await poll("customers");
    server.put("customers", outsideCustomer({ id: 2, updated_at: at(2) }));
    await poll("customers");
    expect(await kept()).toMatchObject([{ state: "resolved", closed_by: "a later version" }]);
    expect(await exported("customers")).toEqual(server.liveRows("customers"));
  });

  test("does not leave for an older version", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone", updated_at: at(2) }));
    await poll("customers");
    server.put("customers", outsideCustomer({ id: 2, updated_at: at(1) }));
    await poll("customers");
    expect(await kept()).toMatchObject([{ state: "open" }]);
  });

  test("opens anew when it breaks again", async () => {
    for (const [index, status] of ["gone", "active", "lost"].entries()) {
      server.put("customers", outsideCustomer({ id: 2, status, updated_at: at(index) }));
      await poll("customers");
    }
    expect((await kept()).map((row) => row.state)).toEqual(["open", "resolved"]);
  });

  test("stays away when it was discarded, until it changes", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone" }));
    await poll("customers");
    await rows("update quarantined_records set state = 'discarded', closed_at = now(), closed_by = 'admin'");
    await poll("customers");
    expect((await kept()).map((row) => row.state)).toEqual(["discarded"]);
    server.put("customers", outsideCustomer({ id: 2, status: "lost" }));
    await poll("customers");
    expect((await kept()).map((row) => row.state)).toEqual(["discarded", "open"]);
  });

  test("is kept to the letter, even where the database could not store its text", async () => {
    const record = '{"id": 90071992547409931, "name":"a\\u0000\\ud800", "rate": 1.50, "rate": 1.0}';
    const body = `{"customers": [ ${record} , null, 7], "meta": {"current_page": 1, "next_page": null}}`;
    server.misbehaviours.push((_request, response) => {
      response.end(body);
      return true;
    });
    expect(await poll("customers")).toMatchObject({ quarantined: 3 });
    const texts = await rows<{ text: string }>(
      "select record::text as text from quarantined_records order by 1",
    );
    expect(texts.map((row) => row.text).sort()).toEqual([record, "7", "null"].sort());
  });

  test("does not hide a newer one behind an older one", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "newer", updated_at: at(5) }));
    await poll("customers");
    server.put("customers", outsideCustomer({ id: 2, status: "older", updated_at: at(4) }));
    await poll("customers");
    expect(await rows("select record->>'status' as status from quarantined_records")).toEqual([
      { status: "newer" },
    ]);
  });
});

test("a page of another shape is a failed poll, and quarantines nothing", async () => {
  server.put("customers", outsideCustomer());
  server.misbehaviours.push(
    ...Array.from({ length: 4 }, () => misbehave.json({ customers: "none", meta: {} })),
  );
  await expect(poll("customers")).rejects.toMatchObject({ code: "source_malformed" });
  expect(await kept()).toEqual([]);
  expect(await rows("select state from ingestion_runs")).toEqual([{ state: "failed" }]);
});
