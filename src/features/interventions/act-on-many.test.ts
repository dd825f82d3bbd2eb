import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { type CustomerRecord, insertCustomers } from "#test/builders/customer-records.ts";
import { bea, olga, vera, workNow, workUnderTest } from "#test/interventions/work-under-test.ts";
import type { ActedOnMany } from "./schemas.ts";
import { customersPerStep, mostAtOnce } from "./weights.ts";

let work: Awaited<ReturnType<typeof workUnderTest>>;

/** Ids 1 to 1100 from the worst score; the first five are what the tests are about. */
const records: CustomerRecord[] = Array.from({ length: 1_100 }, (_, index) => ({
  id: index + 1,
  name: `Customer ${index + 1}`,
  health: { score: Math.floor((index * 40) / 1_100), tier: "critical" },
}));

beforeAll(async () => {
  work = await workUnderTest();
  await insertCustomers(work.owner, records);
  await sql`update customers set phone_consent = customer_id <> 3, email = nullif(email, 'customer4@example.org'),
    status = case customer_id when 5 then 'paused' else 'active' end`.execute(work.owner);
}, 60_000);

afterAll(async () => await work.close());

beforeEach(async () => {
  work.setNow(workNow);
  await sql`delete from interventions`.execute(work.owner);
  await sql`delete from customer_owners`.execute(work.owner);
});

const seenAt = workNow.toISOString();
const assign = async (chosen: object, ownerId: string | null, viewer = olga) =>
  await work.api.post("/work/owner", { chosen, ownerId, seenAt }, viewer);
const record = async (chosen: object, body: object, viewer = olga) =>
  await work.api.post("/work/interventions", { chosen, body }, viewer);

async function ownersOf(): Promise<Record<number, string>> {
  const rows = await work.owner.selectFrom("customer_owners").select(["customer_id", "owner_id"]).execute();
  return Object.fromEntries(rows.map(({ customer_id, owner_id }) => [customer_id, owner_id]));
}

/** Takes all the steps of a filter. */
async function inSteps(step: (cursor: string | null) => Promise<{ status: number; body: ActedOnMany }>) {
  const answers: ActedOnMany[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await step(cursor);
    expect(status).toBe(200);
    answers.push(body);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return {
    steps: answers.length,
    done: answers.flatMap(({ done }) => done),
    refused: answers.flatMap(({ refused }) => refused),
  };
}

describe("assigning several customers", () => {
  it("hands them to a colleague, and to nobody, each with its line in the audit log", async () => {
    const { status, body } = await assign({ ids: [1, 2, 2] }, "user-2");
    expect({ status, body }).toEqual({ status: 200, body: { done: [1, 2], refused: [], nextCursor: null } });
    expect(await ownersOf()).toEqual({ 1: "user-2", 2: "user-2" });
    await assign({ ids: [1] }, null);
    expect(await ownersOf()).toEqual({ 2: "user-2" });
    const { rows } = await sql<{ lines: number }>`select count(*)::int as lines from audit_log
      where action = 'customer.assigned' and entity_id in ('1', '2')`.execute(work.owner);
    expect(rows).toEqual([{ lines: 3 }]);
  });

  it("tells the second of two people who was given the customer", async () => {
    work.setNow(new Date(workNow.getTime() + 5_000));
    await assign({ ids: [1, 2] }, "user-2", bea);
    const { body } = await assign({ ids: [1, 2, 6] }, olga.userId);
    expect(body.done).toEqual([6]);
    expect(body.refused).toEqual([
      {
        customerId: 1,
        name: "Customer 1",
        why: "Bea Operator was given this customer a moment ago.",
        from: null,
        mayInsist: false,
      },
      expect.objectContaining({ customerId: 2 }),
    ]);
    expect(await ownersOf()).toEqual({ 1: "user-2", 2: "user-2", 6: "user-1" });
  });

  it("refuses who may not be seen one by one, and a wrong colleague for all", async () => {
    const limited = viewerOf({ customerIds: [2] });
    const { body } = await assign({ ids: [1, 2] }, "user-2", limited);
    expect(body).toMatchObject({ done: [2], refused: [{ customerId: 1, name: "Customer 1" }] });
    expect((await assign({ ids: [1] }, "user-3")).status).toBe(400);
    expect((await assign({ ids: [1] }, null, vera)).status).toBe(403);
    expect(await ownersOf()).toEqual({ 2: "user-2" });
  });

  it("takes whom a filter shows in steps, also where they leave the filter by it, up to the cap", async () => {
    const filter = "?tier=all&owner=nobody";
    const { steps, done, refused } = await inSteps((cursor) => assign({ filter, cursor }, olga.userId));
    expect(refused).toEqual([]);
    expect(steps).toBe(mostAtOnce / customersPerStep);
    expect(done).toEqual(Array.from({ length: mostAtOnce }, (_, index) => index + 1));
    expect(Object.keys(await ownersOf())).toHaveLength(mostAtOnce);
    const rest = await inSteps((cursor) => assign({ filter, cursor }, olga.userId));
    expect(rest.done).toHaveLength(100);
    expect((await assign({ filter, cursor: "nonsense" }, null)).status).toBe(400);
  }, 300_000);
});

describe("recording an action for several customers", () => {
  it("keeps to consent, addresses and accounts, and leaves nobody out silently", async () => {
    const calls = await record({ ids: [1, 3, 5] }, { action: "call", note: "Asked how it goes" });
    expect(calls.body.done).toEqual([1]);
    expect(calls.body.refused).toMatchObject([
      { customerId: 3, name: "Customer 3", why: "The customer has not agreed to calls.", from: null },
      { customerId: 5, why: "The account is paused." },
    ]);
    const mails = await record({ ids: [1, 4] }, { action: "email" });
    expect(mails.body).toMatchObject({
      done: [1],
      refused: [{ customerId: 4, why: "No e-mail address is known." }],
    });
    const tasks = await record({ ids: [3, 4, 5] }, { action: "task", state: "planned" });
    expect(tasks.body).toMatchObject({ done: [3, 4, 5], refused: [] });
    const rows = await work.owner
      .selectFrom("interventions")
      .select(["customer_id", "action", "state", "note", "owner_name"])
      .orderBy("intervention_id")
      .execute();
    expect(rows).toContainEqual({
      customer_id: 1,
      action: "call",
      state: "done",
      note: "Asked how it goes",
      owner_name: "Olga Operator",
    });
    expect(rows).toHaveLength(5);
  });

  it("keeps to quiet hours, which a note that says why overrides, and to a colleague's contact", async () => {
    work.setNow(new Date("2026-03-03T03:00:00Z"));
    const night = await record({ ids: [1, 2] }, { action: "call" });
    expect(night.body).toMatchObject({
      done: [],
      refused: [{ customerId: 1, from: "2026-03-03T14:00:00.000Z", mayInsist: true }, { customerId: 2 }],
    });
    expect(night.body.refused[0].why).not.toContain("2026");
    const even = { action: "call", evenSo: true, note: "They asked for it" };
    expect((await record({ ids: [1, 3] }, even)).body).toMatchObject({
      done: [1],
      refused: [{ customerId: 3, mayInsist: false }],
    });
    work.setNow(new Date("2026-03-03T16:00:00Z"));
    const soon = await record({ ids: [1, 2] }, { action: "email" }, bea);
    expect(soon.body).toMatchObject({
      done: [2],
      refused: [{ customerId: 1, why: "Olga Operator contacted the customer less than 2 days ago." }],
    });
  });

  it("tells the second of two who plan the same at once", async () => {
    const plan = { action: "task", state: "planned" };
    const both = await Promise.all([record({ ids: [1, 2] }, plan, olga), record({ ids: [1, 2] }, plan, bea)]);
    const done = both.flatMap(({ body }) => body.done as number[]);
    const refused = both.flatMap(({ body }) => body.refused as ActedOnMany["refused"]);
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(refused.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^(Olga|Bea) Operator has planned this already/),
      expect.stringMatching(/^(Olga|Bea) Operator has planned this already/),
    ]);
  });

  it("takes a filter of the list, and refuses what is wrong for all", async () => {
    const { done, refused } = await inSteps((cursor) =>
      record({ filter: "?search=customer+109", cursor }, { action: "email" }),
    );
    expect(done).toEqual([109, ...Array.from({ length: 10 }, (_, index) => 1_090 + index)]);
    expect(refused).toEqual([]);
    const later = new Date(workNow.getTime() + 60_000).toISOString();
    expect((await record({ ids: [1] }, { action: "email", takenAt: later })).status).toBe(400);
    expect((await record({ ids: [] }, { action: "email" })).status).toBe(400);
    expect((await record({ ids: [1] }, { action: "email" }, vera)).status).toBe(403);
  });
});
