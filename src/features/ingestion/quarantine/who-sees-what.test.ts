import { sql } from "kysely";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import { outsideCall, outsideCustomer } from "#sources/fixtures/outside-rows.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { createQuarantineApi } from "./api.ts";

const harness = await createIngestionHarness();
const { server, poll } = harness;
const web = createDatabase({ url: harness.webUrl, name: "test web", log: silentLog });
const api = apiUnderTest({
  db: web,
  now: () => harness.clock.now,
  routes: createQuarantineApi(readRecordText),
});
const admin = viewerOf({ role: "admin", name: "Ann Admin", userId: "ann" });
const list = async (query = "") => (await api.get(`/quarantine?${query}`, admin)).body;
afterAll(async () => {
  await api.close();
  await web.destroy();
  await harness.close();
});
beforeEach(async () => await harness.reset());

describe("the list", () => {
  test("filters, searches, pages, and counts by resource and by fault", async () => {
    for (let id = 1; id <= 5; id++) server.put("customers", outsideCustomer({ id, status: "gone" }));
    server.put("customers", outsideCustomer({ id: 12, goals: [{ id: 1 }, { id: 2 }] }));
    server.put("calls", outsideCall({ id: 7, called_at: "noon" }));
    await poll("customers");
    await poll("calls");
    const all = await list("limit=4");
    expect(all.total).toBe(7);
    expect(all.facets.resources).toEqual([
      { resource: "customers", records: 6 },
      { resource: "calls", records: 1 },
    ]);
    expect(all.facets.faults[0]).toEqual({
      path: "status",
      reason: "should be one of active, paused, closed",
      records: 5,
    });
    expect(all.facets.faults).toContainEqual({
      path: "goals[].title",
      reason: expect.any(String),
      records: 1,
    });
    const rest = await list(`limit=4&cursor=${all.nextCursor}`);
    expect([...all.data, ...rest.data]).toHaveLength(7);
    expect(rest.nextCursor).toBeNull();
    expect((await list("resource=calls")).data).toMatchObject([
      { key: "7", origin: "support", seenCount: 1 },
    ]);
    expect((await list("path=status")).total).toBe(5);
    expect((await list(`path=${encodeURIComponent("goals[].title")}`)).total).toBe(1);
    expect((await list("search=1")).data.map(({ key }: { key: string }) => key).sort()).toEqual(["1", "12"]);
    expect(JSON.stringify(all)).not.toContain("ada@example.com");
  });

  test("and all that it leads to is for administrators", async () => {
    for (const role of ["viewer", "operator"] as const) {
      expect((await api.get("/quarantine", viewerOf({ role }))).status).toBe(403);
      expect((await api.get("/quarantine/1", viewerOf({ role }))).status).toBe(403);
      expect((await api.post("/quarantine/1/retry", {}, viewerOf({ role }))).status).toBe(403);
    }
  });
});

describe("the web process's role", () => {
  const as = async (role: "viewer" | "operator" | "admin", statement: string) =>
    await asViewer(
      web,
      viewerOf({ role, userId: "ann" }),
      async (trx) => await sql.raw(statement).execute(trx),
    );

  test("reads and decides for administrators alone, and resolves nothing by itself", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone" }));
    await poll("customers");
    for (const role of ["viewer", "operator"] as const) {
      expect((await as(role, "select from quarantined_records")).rows).toEqual([]);
      expect((await as(role, "update quarantined_records set state = 'discarded'")).numAffectedRows).toBe(0n);
      expect((await as(role, "select records from open_quarantine_counts")).rows).toEqual([{ records: 1 }]);
    }
    expect((await as("admin", "select from quarantined_records")).rows).toHaveLength(1);
    const refused = /row-level security|permission denied/;
    await expect(as("admin", "update quarantined_records set state = 'resolved'")).rejects.toThrow(refused);
    await expect(as("admin", "update quarantined_records set record = '{}'")).rejects.toThrow(refused);
    await expect(as("admin", "delete from quarantined_records")).rejects.toThrow(refused);
    const action = `insert into quarantine_actions (request_id, quarantine_id, action, actor_id, actor_kind, actor_name,
      requested_at, outcome, finished_at) select gen_random_uuid(), quarantine_id, 'retry'`;
    const taken = "'user', 'Ann', now(), 'taken', now() from quarantined_records";
    await expect(as("admin", `${action}, 'ann', ${taken}`)).rejects.toThrow(refused);
    await expect(as("admin", `${action}, 'bob', ${taken.replace("taken", "done")}`)).rejects.toThrow(refused);
  });
});
