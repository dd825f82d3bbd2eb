import { sql } from "kysely";
import { lookOfTier, type RiskTier } from "#domain/customers/risk-tier.ts";
import { readCustomerWork, readPlaceInQueue } from "#features/interventions/read-work.ts";
import { env } from "#platform/env.ts";
import { describeHealth } from "#registry/describe-health.ts";
import type { Demonstration, FollowContext, Step } from "./demonstration.ts";
import { opsViewer } from "./ops-viewer.ts";
import { recordsArrived } from "./records-arrived.ts";
import type { StartedScene } from "./scene-control.ts";

const customerOf = ({ look_at }: StartedScene) => {
  const [target] = look_at;
  return { id: Number(target?.id), name: target?.name ?? "", why: target?.why ?? "" };
};

type Move = {
  score: number | null;
  tier: RiskTier | null;
  scoreBefore: number | null;
  tierBefore: RiskTier | null;
};

const fellToCritical: Step = {
  name: "critical",
  awaits: "the tier Critical",
  async find({ db, scene }) {
    const { id } = customerOf(scene);
    const { rows } = await sql<Move>`
      select h.score, h.tier, before.score as "scoreBefore", before.tier as "tierBefore"
      from customer_health_scores as h left join lateral (
        select score, tier from customer_health_history as earlier
        where earlier.customer_id = h.customer_id and as_of < ${scene.started_at}
        order by as_of desc limit 1) as before on true
      where h.customer_id = ${id}`.execute(db);
    const [move] = rows;
    if (move === undefined || move.tier !== "critical") return null;
    const before = move.scoreBefore === null ? "" : ` from ${move.scoreBefore}`;
    const tierBefore = move.tierBefore === null ? "" : ` from ${lookOfTier(move.tierBefore).word}`;
    const said = `the score went${before} to ${move.score}, the tier${tierBefore} to ${lookOfTier(move.tier).word}`;
    return { said, facts: move };
  },
};

const actionSuggested: Step = {
  name: "suggestion",
  awaits: "a suggested action",
  async find(ctx) {
    const { suggestion } = await readCustomerWork(workContext(ctx), customerOf(ctx.scene).id);
    if (suggestion === null) return null;
    const { title, why, channel } = suggestion;
    return { said: `suggested: "${title}". ${why}.`, facts: { title, why, channel } };
  },
};

const inTheQueue: Step = {
  name: "queue",
  awaits: "a place in the work queue",
  async find(ctx) {
    const { id } = customerOf(ctx.scene);
    const found = await readPlaceInQueue(workContext(ctx), id);
    if (found === null) return null;
    return { said: `in the work queue, at place ${found.place} of ${found.total}`, facts: found };
  },
};

function workContext({ db, now }: FollowContext) {
  const { BUSINESS_TIMEZONE: businessTimezone } = env();
  return { db, now, viewer: opsViewer, describe: describeHealth, businessTimezone };
}

/** A customer in good standing has a bad week. */
export const customerAtRisk: Demonstration = {
  name: "customer-at-risk",
  about: "A customer in good standing has a bad week: found, explained, an action suggested and recorded.",
  scene: { scene: "bad-week" },
  tell(scene, baseUrl) {
    const { id, name, why } = customerOf(scene);
    return {
      about: `${name}, customer ${id}: ${why}`,
      look: [
        {
          address: `${baseUrl}/customers/${id}`,
          see: "Open it now: within half a minute the tier falls to Critical, with the reasons, without reloading.",
        },
        { address: `${baseUrl}/`, see: `${name} stands under "Who to look at first".` },
        {
          address: `${baseUrl}/customers?search=${id}`,
          see: `${name} is in the list of those at risk, with the same score.`,
        },
        {
          address: `${baseUrl}/customers/queue`,
          see: `${name} waits in the work queue, the most money at risk on top.`,
        },
      ],
      todo: [
        'Read "What moved it": every point that was lost, with the session or call that cost it.',
        'Press the button under "What to do": the action is recorded in your name.',
        'Or take the customer first ("Nobody" beside "What to do"): then the row stands under "Mine" in the queue.',
        'See the action under "What was done". Colleagues see who contacted the customer and when; what comes of it is measured.',
      ],
    };
  },
  steps: [recordsArrived, fellToCritical, actionSuggested, inTheQueue],
};
