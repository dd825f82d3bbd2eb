import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { changeSumText, type HistoryPoint, sumChanges } from "./change-sum.ts";
import type { ComponentScores } from "./component-scores.ts";
import type { HealthCause } from "./explain.ts";
import type { ChangeSumAnswer } from "./health-schemas.ts";
import type { Tier } from "./ladder.ts";
import { noSuchCustomer, type Reader } from "./read-health.ts";
import { loadHealthSettings, loadHealthSettingsVersion } from "./settings.ts";
import type { HealthSettings } from "./weights.ts";

type PointRow = ComponentScores & {
  as_of: Date;
  score: number | null;
  tier: Tier | null;
  unscored_reason: string | null;
  settings_version: number;
  causes: HealthCause[];
};

/**
 * What moved a customer's score from one instant to another. Throws not_found for a customer that the viewer may
 * not see, and invalid_input where the stretch ends before it begins.
 */
export async function readChangeSum(
  ctx: Reader,
  customerId: number,
  { from, to }: { from: Date; to: Date },
): Promise<ChangeSumAnswer> {
  if (to <= from) throw new AppError("invalid_input", "The end must lie after the beginning.");
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows: known } = await sql<{ at: Date | null }>`
      select (select max(taken_at) from interventions as i where i.customer_id = c.customer_id
        and state = 'done' and action in ('email', 'call') and taken_at <= ${ctx.now()}) as at
      from customers as c where c.customer_id = ${customerId}`.execute(trx);
    const [customer] = known;
    if (customer === undefined) throw noSuchCustomer(customerId);
    const [start = null] = await readPoints(
      trx,
      customerId,
      sql`as_of <= ${from} order by as_of desc limit 1`,
    );
    const changes = await readPoints(trx, customerId, sql`as_of > ${from} and as_of <= ${to} order by as_of`);
    const sum = sumChanges(
      start,
      changes,
      await settingsOfPoints(trx, start ? [start, ...changes] : changes),
    );
    return {
      ...sum,
      from: from.toISOString(),
      to: to.toISOString(),
      changes: changes.length,
      text: changeSumText(sum),
      lastContactAt: customer.at?.toISOString() ?? null,
    };
  });
}

async function readPoints(
  trx: Trx,
  customerId: number,
  stretch: ReturnType<typeof sql>,
): Promise<HistoryPoint[]> {
  const { rows } = await sql<PointRow>`
    select as_of, score, tier, unscored_reason, settings_version, causes,
      first_session, velocity, inbound_calls, goals, tutor_consistency
    from customer_health_history where customer_id = ${customerId} and ${stretch}`.execute(trx);
  return rows.map(({ as_of, unscored_reason, settings_version, score, tier, causes, ...components }) => ({
    asOf: as_of,
    score,
    tier,
    unscoredReason: unscored_reason,
    settingsVersion: settings_version,
    components,
    causes,
  }));
}

async function settingsOfPoints(
  trx: Trx,
  points: readonly HistoryPoint[],
): Promise<(version: number) => HealthSettings> {
  const { value: inForce } = await loadHealthSettings(trx);
  const found = new Map<number, HealthSettings>();
  for (const version of new Set(points.map(({ settingsVersion }) => settingsVersion)))
    found.set(version, (await loadHealthSettingsVersion(trx, version)) ?? inForce);
  return (version) => found.get(version) ?? inForce;
}
