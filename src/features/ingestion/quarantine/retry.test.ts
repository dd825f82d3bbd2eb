import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "#db/client.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { createQuarantineApi } from "./api.ts";
import { retryWaiting } from "./retry-waiting.ts";

const harness = await createIngestionHarness();
const { server, poll, exported, rows } = harness;
const web = createDatabase({ url: harness.webUrl, name: "test web", log: silentLog });
const queued: string[] = [];
const queue = {
  enqueue: async (job: { name: string }) => {
    queued.push(job.name);
    return "1";
  },
  counts: async () => ({ waiting: 0, active: 0, delayed: 0, completed: 0, dead: 0 }),
};
const api = apiUnderTest({
  db: web,
  now: () => harness.clock.now,
  routes: createQuarantineApi(readRecordText),
  queue,
});
const admin = viewerOf({ role: "admin", name: "Ann Admin", userId: "ann" });
afterAll(async () => {
  await api.close();
  await web.destroy();
  await harness.close();
});
beforeEach(async () => {
  await harness.reset();
  queued.length = 0;
});

const at = (minutes: number) => new Date(Date.parse("2026-03-02T00:00:00Z") + minutes * 60_000).toISOString();
const work = async () => await retryWaiting(harness.context(), readRecordText);
const list = async (query = "") => (await api.get(`/quarantine?${query}`, admin)).body;
const firstId = async () => (await list()).data[0].id as number;
const retry = async (id: number, body: object = {}) => await api.post(`/quarantine/${id}/retry`, body, admin);
const edited = (record: object) => ({ record: JSON.stringify(record), reason: "Asked the school" });
/** A record that is rejected, then edited into `better`, as far as the worker. */
async function breakAndMend(
  resource: "customers" | "sessions" | "calls" | "tutors" | "subjects",
  broken: object,
  better: object,
) {
  server.put(resource, broken as never);
  await poll(resource);
  const answer = await retry(await firstId(), edited(better));
  expect(answer).toMatchObject({ status: 202, body: { records: 1, malformed: 0 } });
  return await work();
}

describe("an edited record", () => {
  test("is written by a worker, closes its row, and says who changed what and why", async () => {
    const good = outsideCustomer({ id: 2, updated_at: at(1) });
    expect(await breakAndMend("customers", { ...good, status: "gone", timezone: "Mars/Base" }, good)).toEqual(
      { taken: 1 },
    );
    expect(queued).toEqual(["ingest.quarantine_retry"]);
    expect(await exported("customers")).toEqual([good]);
    const { data } = await list("state=resolved");
    expect(data).toMatchObject([
      {
        key: "2",
        state: "resolved",
        closedBy: "Ann Admin",
        lastAction: { action: "edit", outcome: "taken", reason: "Asked the school" },
      },
    ]);
    const { body } = await api.get(`/quarantine/${data[0].id}`, admin);
    expect(JSON.parse(body.record)).toMatchObject({ status: "gone" });
    expect(body.actions[0].changes).toEqual([
      { path: "timezone", from: '"Mars/Base"', to: '"America/Chicago"' },
      { path: "status", from: '"gone"', to: '"active"' },
    ]);
    const audit = await rows(
      "select action, actor_name, details from audit_log where entity = 'quarantined_record' order by audit_id",
    );
    expect(audit).toMatchObject([
      {
        action: "quarantine.edited",
        actor_name: "Ann Admin",
        details: { reason: "Asked the school", changed: ["timezone", "status"] },
      },
      { action: "quarantine.opened", actor_name: "Ann Admin" },
    ]);
    expect(JSON.stringify(audit)).not.toContain("Chicago");
    expect(await rows("select kind from event_log where kind = 'quarantine.changed'")).toHaveLength(3);
    expect(await rows("select customer_ids from change_log")).toEqual([{ customer_ids: [2] }]);
  });

  test.each([
    {
      resource: "customers",
      broken: outsideCustomer({ id: "two" }),
      better: outsideCustomer({ id: 2 }),
      key: /^sha256:/,
    },
    {
      resource: "customers",
      broken: outsideCustomer({ updated_at: "yesterday" }),
      better: outsideCustomer({}),
      key: /^1$/,
    },
    {
      resource: "customers",
      broken: { ...outsideCustomer({}), name: undefined },
      better: outsideCustomer({}),
      key: /^1$/,
    },
    {
      resource: "customers",
      broken: outsideCustomer({ goals: [{ id: 1 }] }),
      better: outsideCustomer({}),
      key: /^1$/,
    },
    {
      resource: "tutors",
      broken: outsideTutor({ availability: [{ weekday: 9 }] }),
      better: outsideTutor({}),
      key: /^1$/,
    },
    {
      resource: "tutors",
      broken: outsideTutor({ hourly_rate: "cheap" }),
      better: outsideTutor({}),
      key: /^1$/,
    },
    {
      resource: "subjects",
      broken: outsideSubject({ created_at: "2026-03-01 10:00" }),
      better: outsideSubject({}),
      key: /^algebra_1$/,
    },
  ] as const)(
    "of $resource is taken, whatever its fault was ($key)",
    async ({ resource, broken, better, key }) => {
      server.put(resource, broken as never);
      await poll(resource);
      const id = await firstId();
      expect((await list()).data[0].key).toMatch(key);
      expect((await retry(id)).status).toBe(400);
      expect(await retry(id, edited(better))).toMatchObject({ status: 202 });
      expect(await work()).toEqual({ taken: 1 });
      expect(await exported(resource)).toEqual([better]);
      expect((await list()).total).toBe(0);
    },
  );

  test("is held where its customer is missing, and released when that one comes", async () => {
    const good = outsideCall({ updated_at: at(1) });
    expect(await breakAndMend("calls", { ...good, called_at: "noon" }, good)).toEqual({ held: 1 });
    expect((await list("state=resolved")).data[0].lastAction).toMatchObject({
      outcome: "held",
      note: "It waits for its customer or tutor.",
    });
    server.put("customers", outsideCustomer());
    await poll("customers");
    expect(await exported("calls")).toEqual([good]);
  });

  test("counts in rollups and is not measured as another arrival", async () => {
    server.put("customers", outsideCustomer());
    server.put("tutors", outsideTutor());
    await poll("customers");
    await poll("tutors");
    const good = outsideSession({ status: "completed", rating: "5.0" });
    expect(await breakAndMend("sessions", { ...good, rating: "7" }, good)).toEqual({ taken: 1 });
    expect(await rows("select completed, rated, rating_sum from subject_hour_rollups")).toEqual([
      { completed: 1, rated: 1, rating_sum: 5 },
    ]);
    expect(
      await rows(
        "select received, accepted, quarantined from data_quality_hours where resource = 'sessions'",
      ),
    ).toEqual([{ received: 1, accepted: 0, quarantined: 1 }]);
  });

  test("stays taken when the overlap reads the broken one again, and gives way to a later version", async () => {
    const good = outsideCustomer({ id: 2, updated_at: at(1) });
    await breakAndMend("customers", { ...good, status: "gone" }, { ...good, name: "Edited" });
    await poll("customers");
    expect((await list()).total).toBe(0);
    expect(await exported("customers")).toMatchObject([{ name: "Edited" }]);
    server.put("customers", { ...good, name: "Later", updated_at: at(2) });
    await poll("customers");
    expect(await exported("customers")).toMatchObject([{ name: "Later" }]);
    server.put("customers", { ...good, status: "lost", updated_at: at(3) });
    await poll("customers");
    expect((await list()).total).toBe(1);
  });

  test("does not replace an equal or newer version that is stored or held", async () => {
    const good = outsideCustomer({ id: 2, updated_at: at(5) });
    server.put("customers", good);
    await poll("customers");
    expect(await breakAndMend("customers", { ...good, status: "gone" }, { ...good, name: "Edited" })).toEqual(
      { stale: 1 },
    );
    expect(await exported("customers")).toEqual([good]);
    expect((await list()).data).toMatchObject([
      { state: "open", lastAction: { outcome: "stale", note: `A version of ${at(5)} is stored.` } },
    ]);
    const call = outsideCall({ updated_at: at(5) });
    server.put("calls", call);
    await poll("calls");
    expect(await breakAndMend("calls", { ...call, called_at: "noon" }, call)).toEqual({ stale: 1 });
  });

  test("does not speak for a version that came after it was looked at", async () => {
    const good = outsideCustomer({ id: 2, updated_at: at(1) });
    server.put("customers", { ...good, status: "gone" });
    await poll("customers");
    await retry(await firstId(), edited(good));
    server.put("customers", { ...good, status: "lost", updated_at: at(2) });
    await poll("customers");
    expect(await work()).toEqual({ changed: 1 });
    expect((await list()).data).toMatchObject([{ state: "open", recordUpdatedAt: at(2) }]);
  });

  test("is refused at once with its faults by path, without a reason, and when it is closed", async () => {
    server.put("customers", outsideCustomer({ id: 2, status: "gone" }));
    await poll("customers");
    const id = await firstId();
    const refused = await retry(id, edited(outsideCustomer({ id: 2, status: "lost", timezone: "X" })));
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid_input" } });
    expect(refused.body.errors).toEqual([
      { path: "timezone", message: "should be an IANA timezone" },
      { path: "status", message: "should be one of active, paused, closed" },
    ]);
    expect((await retry(id, { record: "{}" })).body.errors).toMatchObject([{ path: "json.reason" }]);
    await api.post("/quarantine/discard", { ids: [id], reason: "A test record" }, admin);
    expect(await retry(id, edited(outsideCustomer({ id: 2 })))).toMatchObject({ status: 409 });
    expect(await retry(123456)).toMatchObject({ status: 404 });
    expect(queued).toEqual([]);
  });
});

describe("many at once", () => {
  const breakCustomers = async (count: number) => {
    for (let id = 1; id <= count; id++) server.put("customers", outsideCustomer({ id, status: "gone" }));
    await poll("customers");
  };
  /** As if the contract had been wrong: what was rejected is valid by now. */
  const becomeValid = async (where: string) =>
    await rows(
      `update quarantined_records set record = replace(record::text, '"gone"', '"active"')::json where ${where}`,
    );

  test("those that are valid by now are taken, the others say that they are malformed still", async () => {
    await breakCustomers(4);
    await becomeValid("record_id <= 3");
    const asked = await api.post("/quarantine/retry", { filter: { resource: "customers" } }, admin);
    expect(asked).toMatchObject({ status: 202, body: { records: 4, malformed: 1, left: 0 } });
    const again = await api.post("/quarantine/retry", { filter: {} }, admin);
    expect(again.body).toMatchObject({ records: 1, malformed: 1 });
    expect(await work()).toEqual({ taken: 3 });
    const { body } = await api.get(`/quarantine/requests/${asked.body.requestId}`, admin);
    expect(body).toMatchObject({
      waiting: 0,
      outcomes: [
        { outcome: "malformed", records: 1 },
        { outcome: "taken", records: 3 },
      ],
    });
    expect(
      body.records.map(({ key, outcome }: { key: string; outcome: string }) => `${key} ${outcome}`),
    ).toEqual(["1 taken", "2 taken", "3 taken", "4 malformed"]);
    expect(body.records[3].note).toBe("status: should be one of active, paused, closed");
    expect((await exported("customers")).map((row) => row.id)).toEqual([1, 2, 3]);
  });

  test("two workers take each once", async () => {
    await breakCustomers(40);
    await becomeValid("true");
    await api.post("/quarantine/retry", { filter: {} }, admin);
    const ended = await Promise.all([work(), work()]);
    expect(ended.reduce((sum, one) => sum + (one.taken ?? 0), 0)).toBe(40);
    expect(await exported("customers")).toHaveLength(40);
    expect(await rows("select from change_log")).toHaveLength(40);
  });

  test("are discarded with a reason, put back, and not doubled by another version", async () => {
    await breakCustomers(3);
    const discarded = await api.post("/quarantine/discard", { filter: {}, reason: "Test records" }, admin);
    expect(discarded).toMatchObject({ status: 200, body: { records: 3, left: 0 } });
    const { data, total } = await list("state=discarded");
    expect(total).toBe(3);
    expect(data[0]).toMatchObject({
      closedBy: "Ann Admin",
      lastAction: { action: "discard", reason: "Test records" },
    });
    const ids = data.map(({ id }: { id: number }) => id);
    server.put("customers", outsideCustomer({ id: 3, status: "lost" }));
    await poll("customers");
    expect((await list()).data.map(({ key }: { key: string }) => key)).toEqual(["3"]);
    expect(await api.post("/quarantine/put-back", { ids }, admin)).toMatchObject({
      status: 200,
      body: { records: 2 },
    });
    expect((await list()).total).toBe(3);
    expect(await api.post("/quarantine/put-back", { ids }, admin)).toMatchObject({ status: 409 });
    expect(
      await rows(
        "select action from audit_log where entity = 'quarantine_request' order by audit_id desc limit 2",
      ),
    ).toMatchObject([{ action: "quarantine.put_back" }, { action: "quarantine.discarded" }]);
  });

  test("either ids or a filter say which", async () => {
    expect((await api.post("/quarantine/retry", {}, admin)).status).toBe(400);
    expect(
      (await api.post("/quarantine/discard", { ids: [1], filter: {}, reason: "Both" }, admin)).status,
    ).toBe(400);
    expect((await api.post("/quarantine/discard", { ids: [1] }, admin)).status).toBe(400);
  });
});
