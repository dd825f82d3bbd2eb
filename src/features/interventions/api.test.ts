import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asViewer } from "#db/transaction.ts";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { insertCustomers } from "#test/builders/customer-records.ts";
import { adam, bea, olga, vera, workNow, workUnderTest } from "#test/interventions/work-under-test.ts";
import { recordIntervention } from "./record-intervention.ts";
import { recordBodySchema } from "./schemas.ts";
import { defaultInterventionSettings } from "./weights.ts";

let work: Awaited<ReturnType<typeof workUnderTest>>;

beforeAll(async () => {
  work = await workUnderTest();
  await insertCustomers(work.owner, [
    {
      id: 1,
      name: "Ada Lovelace",
      monthlySpend: 100,
      health: { score: 88, tier: "critical", forcedBy: "calls" },
    },
    { id: 2, name: "Grace Hopper", monthlySpend: 300, health: { score: 64, tier: "at_risk" } },
    { id: 3, name: "Alan Turing", monthlySpend: null, health: { score: 30, tier: "critical" } },
    { id: 4, name: "Emmy Noether", monthlySpend: 900, health: { score: 95, tier: "thriving" } },
    { id: 5, name: "Paused", monthlySpend: 900, status: "paused", health: { score: 20, tier: "critical" } },
  ]);
  await sql`update customers set phone_consent = customer_id <> 3`.execute(work.owner);
});

afterAll(async () => await work.close());

beforeEach(async () => {
  work.setNow(workNow);
  await sql`delete from interventions`.execute(work.owner);
  await sql`delete from customer_owners`.execute(work.owner);
  await sql`delete from queue_snoozes`.execute(work.owner);
  await work.rebuildQueue();
});

const later = (hours: number) => new Date(workNow.getTime() + hours * 3_600_000);
const queue = async (query = "", viewer = olga) => (await work.api.get(`/work-queue${query}`, viewer)).body;
const ids = (body: { data: { customerId: number }[] }) => body.data.map(({ customerId }) => customerId);
const record = async (id: number, body: object, viewer = olga) =>
  await work.api.post(`/customers/${id}/interventions`, body, viewer);

describe("the work queue", () => {
  it("holds who is at risk, from the most money, with what to do", async () => {
    const body = await queue();
    expect(ids(body)).toEqual([2, 1, 3]);
    expect(body).toMatchObject({
      total: 3,
      nextCursor: null,
      counts: { all: 3, mine: 0, unassigned: 3 },
      day: { capacity: 30, doneToday: 0, fits: 3, byOwner: [] },
    });
    expect(body.data[0]).toMatchObject({
      centsAtRisk: 45_000,
      offered: "phone",
      suggestion: { rule: "repeated_calls", urgency: "today", effect: { points: 12 } },
      permissions: { phone: { isAllowed: true }, email: { isAllowed: true } },
      lastContact: null,
      owner: null,
    });
    expect(body.data[2]).toMatchObject({
      centsAtRisk: null,
      offered: "email",
      permissions: { phone: { isAllowed: false, why: "The customer has not agreed to calls.", from: null } },
    });
    expect(JSON.stringify(body)).not.toContain("555");
  });

  it("is cut to what the day still holds, and shown whole on request, page by page", async () => {
    const value = { ...defaultInterventionSettings, contactsPerDay: 2 };
    const saved = await work.api.post("/interventions/settings", { value, note: "a small team" }, adam);
    expect(saved).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await queue()).toMatchObject({ total: 3, day: { capacity: 2, fits: 2 } });
    await record(2, { action: "call" });
    const cut = await queue();
    expect(ids(cut)).toEqual([1]);
    expect(cut).toMatchObject({
      total: 2,
      day: { doneToday: 1, fits: 1, byOwner: [{ ownerName: "Olga Operator", contacts: 1, tasks: 0 }] },
    });
    const first = await queue("?cut=none&pageSize=1");
    const second = await queue(`?cut=none&pageSize=1&cursor=${first.nextCursor}`);
    expect([...ids(first), ...ids(second)]).toEqual([1, 3]);
    expect(second.nextCursor).toBeNull();
    const note = "as it was";
    expect(work.queued).toEqual(["interventions.rebuild-queue"]);
    await work.api.post("/interventions/settings", { value: defaultInterventionSettings, note }, adam);
  });

  it("leaves out who is put off or worked on, until it is due or gets worse", async () => {
    await work.api.post("/customers/1/snooze", { until: later(24).toISOString() });
    await record(2, { action: "call", state: "planned", dueAt: later(2).toISOString() });
    await record(4, { action: "task", state: "planned", dueAt: later(2).toISOString() });
    await record(3, { action: "email" });
    expect(ids(await queue())).toEqual([]);
    work.setNow(later(3));
    expect(ids(await queue())).toEqual([2, 4]);
    work.setNow(later(25));
    expect(ids(await queue())).toEqual([2, 1, 4]);
    await sql`update customer_health_scores set forced_by = 'calls', forced_since = ${later(1)} where customer_id = 3`.execute(
      work.owner,
    );
    await work.rebuildQueue();
    expect(ids(await queue())).toEqual([2, 1, 4, 3]);
    await sql`update customer_health_scores set forced_by = null, forced_since = null where customer_id = 3`.execute(
      work.owner,
    );
  });

  it("knows whose customers are whose", async () => {
    expect((await work.api.post("/customers/1/owner", { ownerId: "user-2" })).status).toBe(204);
    expect((await work.api.post("/customers/2/owner", { ownerId: olga.userId })).status).toBe(204);
    expect(ids(await queue("?who=mine"))).toEqual([2]);
    expect(ids(await queue("?who=mine", bea))).toEqual([1]);
    expect(ids(await queue("?who=unassigned"))).toEqual([3]);
    expect((await queue()).counts).toEqual({ all: 3, mine: 1, unassigned: 1 });
    await work.api.post("/customers/1/owner", { ownerId: null });
    expect(ids(await queue("?who=mine", bea))).toEqual([]);
    expect((await work.api.post("/customers/1/owner", { ownerId: "user-3" })).status).toBe(400);
    const { body } = await work.api.get("/colleagues");
    expect(body.data.map(({ name }: { name: string }) => name)).toEqual([
      "Adam Admin",
      "Bea Operator",
      "Olga Operator",
    ]);
  });
});

describe("recording", () => {
  it("one press keeps who did what, shows the number, and starts the measurement", async () => {
    const { status, body } = await record(1, { action: "call", suggestion: "repeated_calls" });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      contact: { phone: "+1 555 010 4567", email: null },
      intervention: {
        state: "done",
        ownerName: "Olga Operator",
        takenAt: workNow.toISOString(),
        reason: "2 calls in 14 days (billing)",
        centsAtRisk: 30_000,
        before: { score: 88, tier: "critical" },
        outcome: null,
      },
    });
    const again = await record(1, { action: "call", suggestion: "repeated_calls" });
    expect(again.body.intervention.id).toBe(body.intervention.id);
    const seen = await work.api.get("/customers/1/work", vera);
    expect(seen.body).toMatchObject({
      lastContact: { byName: "Olga Operator", action: "call" },
      interventions: [{ id: body.intervention.id }],
    });
    const { rows } = await sql<{
      kind: string;
      audits: number;
    }>`select kind, (select count(*)::int from audit_log
      where action = 'intervention.recorded' and entity_id = '1') as audits from event_log
      where customer_id = 1 order by event_id desc limit 1`.execute(work.owner);
    expect(rows).toEqual([{ kind: "intervention.changed", audits: 1 }]);
  });

  it("tells the second of two people who was first", async () => {
    const both = await Promise.allSettled([
      recordIntervention(work.contextOf(olga), 1, recordBodySchema.parse({ action: "call" })),
      recordIntervention(work.contextOf(bea), 1, recordBodySchema.parse({ action: "email" })),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = both.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason.message).toMatch(
      /^(Olga|Bea) Operator contacted the customer less than 2 days ago\./,
    );
    const task = recordBodySchema.parse({ action: "task", state: "planned" });
    const planned = await Promise.allSettled([
      recordIntervention(work.contextOf(olga), 2, task),
      recordIntervention(work.contextOf(bea), 2, task),
    ]);
    expect(planned.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("keeps to hours and consent; who says why may call outside of hours, never without consent", async () => {
    work.setNow(new Date("2026-03-03T03:00:00Z"));
    const refused = await record(1, { action: "call" });
    expect(refused.status).toBe(409);
    expect(refused.body.detail).toContain("from 8 to 20 o'clock");
    expect((await record(1, { action: "call", evenSo: true })).status).toBe(400);
    expect((await record(1, { action: "call", evenSo: true, note: "asked for it" })).status).toBe(201);
    expect((await record(3, { action: "call", evenSo: true, note: "asked for it" })).status).toBe(409);
    expect((await record(5, { action: "email" })).body.detail).toBe("The account is paused.");
    expect((await record(5, { action: "task", state: "planned" })).status).toBe(201);
  });

  it("takes what was planned as done, or cancels it", async () => {
    const { body } = await record(1, { action: "call", state: "planned", note: "after school" });
    const done = await record(1, { action: "call", note: "reached her" }, bea);
    expect(done.body.intervention).toMatchObject({
      id: body.intervention.id,
      state: "done",
      ownerName: "Bea Operator",
      note: "after school\nreached her",
    });
    const path = `/customers/1/interventions/${body.intervention.id}`;
    expect((await work.api.post(path, { state: "done" }, bea)).status).toBe(409);
    expect((await work.api.post(path, { state: "cancelled" })).status).toBe(403);
    expect((await work.api.post(path, { state: "cancelled" }, bea)).body.state).toBe("cancelled");
    expect((await work.api.get("/customers/1/work")).body.lastContact).toBeNull();
  });

  it("takes an outcome by hand, and what was done earlier", async () => {
    const takenAt = new Date(workNow.getTime() - 86_400_000).toISOString();
    const { body } = await record(1, { action: "email", takenAt });
    expect(body.intervention.takenAt).toBe(takenAt);
    const path = `/customers/1/interventions/${body.intervention.id}`;
    const judged = await work.api.post(path, { outcome: "came_back", outcomeNote: "she said so" });
    expect(judged.body).toMatchObject({
      outcome: "came_back",
      outcomeBy: "user-1",
      outcomeNote: "she said so",
    });
    expect((await work.api.post(path, {})).status).toBe(400);
    expect((await record(1, { action: "email", takenAt: later(1).toISOString() })).status).toBe(400);
  });
});

describe("who may what", () => {
  it.each([
    ["/customers/1/interventions", { action: "call" }],
    ["/customers/1/interventions/1", { state: "done" }],
    ["/customers/1/owner", { ownerId: null }],
    ["/customers/1/snooze", { until: null }],
    ["/interventions/settings", { value: defaultInterventionSettings }],
  ])("a viewer may not post to %s", async (path, body) => {
    expect((await work.api.post(path, body, vera)).status).toBe(403);
    expect((await work.api.post(path, body, null)).status).toBe(401);
  });

  it("settings are for administrators, names of colleagues for operators", async () => {
    expect(
      (await work.api.post("/interventions/settings", { value: defaultInterventionSettings })).status,
    ).toBe(403);
    expect((await work.api.get("/colleagues", vera)).status).toBe(403);
  });

  it("the database refuses a viewer too, and hides other customers from limited users", async () => {
    const add = sql`insert into interventions (customer_id, action, reason, owner_id, state, created_at)
      values (1, 'call', 'x', 'user-3', 'done', now())`;
    await expect(asViewer(work.web, vera, async (trx) => await add.execute(trx))).rejects.toThrow(
      "row-level security",
    );
    const own = sql`insert into customer_owners values (1, 'user-3', 'Vera', 'user-3', now())`;
    await expect(asViewer(work.web, vera, async (trx) => await own.execute(trx))).rejects.toThrow(
      "row-level security",
    );
    const limited = viewerOf({ customerIds: [2], userId: "user-2", name: "Bea Operator" });
    await record(1, { action: "call" });
    expect(ids(await queue("", limited))).toEqual([2]);
    expect((await queue("", limited)).day.byOwner).toEqual([]);
    expect((await work.api.get("/customers/1/work", limited)).status).toBe(404);
    expect((await record(1, { action: "email" }, limited)).status).toBe(404);
    expect((await work.api.post("/customers/1/owner", { ownerId: null }, limited)).status).toBe(404);
    const names = await asViewer(
      work.web,
      vera,
      async (trx) => await sql`select * from colleagues()`.execute(trx),
    );
    expect(names.rows).toEqual([]);
  });
});

describe("GET /work-queue.csv", () => {
  const read = async (query: string, viewer = olga) => {
    const response = await work.api.fetch(`/work-queue.csv${query}`, viewer);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toContain('filename="work-queue-2026-03-02.csv"');
    return parse(await response.text(), { columns: true, bom: true }) as Record<string, string>[];
  };

  it("has the customers of the queue in its order, with what to do", async () => {
    await work.api.post("/customers/1/owner", { ownerId: "user-2" });
    const lines = await read("?cut=none");
    expect(lines.map(({ Id }) => Number(Id))).toEqual(ids(await queue("?cut=none")));
    expect(lines[0]).toMatchObject({
      Customer: "Grace Hopper",
      Tier: "At risk",
      "Money at risk (USD)": "450.00",
      Urgency: "today",
    });
    expect((await read("?who=mine&cut=none", bea)).map(({ Customer }) => Customer)).toEqual(["Ada Lovelace"]);
    expect(await read("?who=mine&cut=today")).toEqual([]);
  });

  it("is cut to today where the page is", async () => {
    const value = { ...defaultInterventionSettings, contactsPerDay: 2 };
    await work.api.post("/interventions/settings", { value, note: "a small team" }, adam);
    expect(await read("?cut=today")).toHaveLength(2);
    await work.api.post("/interventions/settings", { value: defaultInterventionSettings, note: "-" }, adam);
  });
});
