import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { insertCustomers, insertSessions } from "#test/builders/customer-records.ts";
import { workNow, workUnderTest } from "#test/interventions/work-under-test.ts";
import { measureInterventions } from "./measure-interventions.ts";

let work: Awaited<ReturnType<typeof workUnderTest>>;
const day = (days: number) => new Date(workNow.getTime() + days * 86_400_000);

beforeAll(async () => {
  work = await workUnderTest();
  await insertCustomers(
    work.owner,
    [1, 2, 3, 4].map((id) => ({ id, health: { score: 30, tier: "critical" as const } })),
  );
  await insertSessions(work.owner, [
    { id: 1, customerId: 1, at: day(-40).toISOString() },
    { id: 2, customerId: 1, at: day(5).toISOString() },
    { id: 3, customerId: 1, at: day(6).toISOString() },
    { id: 4, customerId: 2, at: day(-1).toISOString() },
    { id: 5, customerId: 2, at: day(2).toISOString() },
    { id: 6, customerId: 3, at: day(20).toISOString() },
  ]);
  await sql`insert into customer_health_history (customer_id, as_of, score, tier, velocity, unscored_reason, settings_version, origin)
    values (1, ${day(5)}, 55, 'at_risk', 40, null, 1, 'live'), (1, ${day(20)}, 35, 'critical', 10, null, 1, 'live'),
      (2, ${day(3)}, 75, 'healthy', 80, null, 1, 'live'), (4, ${day(9)}, null, null, null, 'closed', 1, 'live')`.execute(
    work.owner,
  );
});

afterAll(async () => await work.close());

beforeEach(async () => {
  await sql`delete from interventions`.execute(work.owner);
  await sql`insert into interventions (customer_id, action, reason, owner_id, state, taken_at, created_at, tier_before, health_score_before)
    select id, 'call', 'x', 'user-1', 'done', ${workNow}, ${workNow}, 'critical', 30 from generate_series(1, 4) as id`.execute(
    work.owner,
  );
});

async function measured() {
  const { rows } =
    await sql`select customer_id, came_back_at, score_after_14d, tier_after_14d, measured_14d_at,
    score_after_30d, tier_after_30d, measured_30d_at, outcome, outcome_by, outcome_at
    from interventions order by customer_id`.execute(work.owner);
  return rows as Record<string, unknown>[];
}

it("says nothing before its time but that a customer came back", async () => {
  expect(await measureInterventions(work.owner, day(4))).toBe(1);
  expect(await measureInterventions(work.owner, day(4))).toBe(0);
  const rows = await measured();
  expect(rows.map(({ outcome }) => outcome)).toEqual([null, null, null, null]);
  expect(rows[1]).toMatchObject({ came_back_at: day(2), measured_14d_at: null });
});

it("after fourteen and thirty days compares what was with what was then", async () => {
  await measureInterventions(work.owner, day(14));
  expect(await measured()).toMatchObject([
    {
      came_back_at: day(5),
      score_after_14d: 55,
      tier_after_14d: "at_risk",
      outcome: "came_back",
      measured_30d_at: null,
    },
    { came_back_at: day(2), score_after_14d: 75, outcome: "tier_rose" },
    { came_back_at: null, outcome: "no_change" },
    { score_after_14d: null, outcome: "left" },
  ]);
  await measureInterventions(work.owner, day(31));
  expect(await measured()).toMatchObject([
    { score_after_14d: 55, score_after_30d: 35, tier_after_30d: "critical", outcome: "came_back" },
    { outcome: "tier_rose" },
    { came_back_at: null, outcome: "no_change" },
    { outcome: "left" },
  ]);
});

it("leaves the same whether it runs every day or once", async () => {
  for (let at = 1; at <= 40; at += 1) await measureInterventions(work.owner, day(at));
  const daily = await measured();
  await sql`update interventions set came_back_at = null, measured_14d_at = null, measured_30d_at = null, outcome = null,
    outcome_by = null, outcome_at = null, score_after_14d = null, tier_after_14d = null, score_after_30d = null,
    tier_after_30d = null`.execute(work.owner);
  await measureInterventions(work.owner, day(40));
  const once = await measured();
  const known = (rows: Record<string, unknown>[]) => rows.map(({ outcome_at: _at, ...rest }) => rest);
  expect(known(once)).toEqual(known(daily));
});

it("leaves an outcome that somebody said", async () => {
  await sql`update interventions set outcome = 'tier_fell', outcome_by = 'user-1' where customer_id = 1`.execute(
    work.owner,
  );
  await measureInterventions(work.owner, day(31));
  expect((await measured())[0]).toMatchObject({
    outcome: "tier_fell",
    outcome_by: "user-1",
    score_after_30d: 35,
  });
});
