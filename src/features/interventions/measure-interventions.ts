import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { RiskTier } from "#domain/customers/risk-tier.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { announceWork } from "./follow-work.ts";
import { type HealthAsOf, readHealthAsOf } from "./health-as-of.ts";
import { outcomeOf } from "./outcome.ts";
import { loadInterventionSettings } from "./settings.ts";
import type { InterventionSettings } from "./weights.ts";

type Due = {
  intervention_id: number;
  customer_id: number;
  taken_at: Date;
  tier_before: RiskTier | null;
  measured_14d_at: Date | null;
  came_back_at: Date | null;
  outcome: string | null;
};

/** Interventions that one transaction measures. */
const perTransaction = 100;

/**
 * Fills in what followed every action that is done, as of `asOf`: the session with which the customer came back, the
 * state after the first and the second stretch of days, and the outcome, unless somebody has said it. What is written
 * depends on the instants of the action alone, not on when or how often this runs. Answers how many were changed.
 */
export async function measureInterventions(db: Database, asOf: Date): Promise<number> {
  const { value: settings } = await loadInterventionSettings(db);
  let changed = 0;
  let after = 0;
  for (;;) {
    const batch = await inTransaction(db, async (trx) => await measureBatch(trx, { asOf, after, settings }));
    changed += batch.changed;
    if (batch.last === null) return changed;
    after = batch.last;
  }
}

type Batch = { asOf: Date; after: number; settings: InterventionSettings };

async function measureBatch(trx: Trx, { asOf, after, settings }: Batch) {
  const { rows } = await sql<Due>`
    select intervention_id, customer_id, taken_at, tier_before, measured_14d_at, came_back_at, outcome
    from interventions where state = 'done' and measured_30d_at is null and taken_at <= ${asOf} and intervention_id > ${after}
    order by intervention_id limit ${perTransaction} for update skip locked`.execute(trx);
  const customers = new Set<number>();
  let changed = 0;
  for (const due of rows) {
    if (!(await measureOne(trx, due, asOf, settings))) continue;
    changed++;
    customers.add(due.customer_id);
  }
  for (const customerId of customers) await announceWork(trx, customerId, "intervention");
  return { changed, last: rows.at(-1)?.intervention_id ?? null };
}

async function measureOne(trx: Trx, due: Due, asOf: Date, settings: InterventionSettings): Promise<boolean> {
  const { firstDays, secondDays } = settings.measurement;
  const first = new Date(due.taken_at.getTime() + firstDays * dayMs);
  const second = new Date(due.taken_at.getTime() + secondDays * dayMs);
  const sessions = await readSessionsAround(trx, due, first < asOf ? first : asOf);
  const cameBackAt = sessions.next;
  let changed = cameBackAt?.getTime() !== due.came_back_at?.getTime();
  if (changed) await update(trx, due, sql`came_back_at = ${cameBackAt}`);
  const judge = async (after: HealthAsOf | null, at: Date) => {
    const outcome = outcomeOf(
      {
        takenAtMs: due.taken_at.getTime(),
        previousSessionAtMs: sessions.previous?.getTime() ?? null,
        cameBackAtMs: cameBackAt?.getTime() ?? null,
        tierBefore: due.tier_before,
        tierAfter: after?.tier ?? null,
        unscoredAfter: after?.unscoredReason ?? null,
      },
      firstDays,
    );
    await sql`update interventions set outcome = ${outcome}, outcome_by = 'system', outcome_at = ${at}
      where intervention_id = ${due.intervention_id} and customer_id = ${due.customer_id}
        and coalesce(outcome_by, 'system') = 'system' and outcome is distinct from ${outcome}`.execute(trx);
  };
  if (first <= asOf && due.measured_14d_at === null) {
    const after = await readHealthAsOf(trx, due.customer_id, first);
    await update(
      trx,
      due,
      sql`score_after_14d = ${after?.score ?? null}, tier_after_14d = ${after?.tier ?? null},
      components_after_14d = ${componentsOf(after)}::jsonb, measured_14d_at = ${first}`,
    );
    await judge(after, first);
    changed = true;
  }
  if (second <= asOf) {
    const after = await readHealthAsOf(trx, due.customer_id, second);
    await update(
      trx,
      due,
      sql`score_after_30d = ${after?.score ?? null}, tier_after_30d = ${after?.tier ?? null},
      components_after_30d = ${componentsOf(after)}::jsonb, measured_30d_at = ${second}`,
    );
    await judge(after, second);
    changed = true;
  }
  return changed;
}

function componentsOf(health: HealthAsOf | null): string | null {
  return health === null ? null : JSON.stringify(health.components);
}

async function update(trx: Trx, due: Due, set: ReturnType<typeof sql>): Promise<void> {
  await sql`update interventions set ${set}
    where intervention_id = ${due.intervention_id} and customer_id = ${due.customer_id}`.execute(trx);
}

/** The last completed session up to the action, and the first one after it up to `until`. */
async function readSessionsAround(trx: Trx, { customer_id, taken_at }: Due, until: Date) {
  const { rows } = await sql<{ previous: Date | null; next: Date | null }>`
    select max(happened_at) filter (where happened_at <= ${taken_at}) as previous,
      min(happened_at) filter (where happened_at > ${taken_at}) as next
    from sessions where customer_id = ${customer_id} and status = 'completed' and deleted_at is null
      and happened_at <= ${until}`.execute(trx);
  return rows[0] ?? { previous: null, next: null };
}
