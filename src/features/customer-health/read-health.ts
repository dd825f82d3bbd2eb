import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { loadSettings } from "#db/settings.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import type { Clock } from "#platform/clock.ts";
import { AppError } from "#platform/errors.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { ComponentScores } from "./component-scores.ts";
import type { CustomerHealthAnswer, HealthChange } from "./health-schemas.ts";
import { explainStoredHealth } from "./stored-health.ts";
import {
  defaultHealthSettings,
  type HealthSettings,
  healthSettingsName,
  healthSettingsSchema,
} from "./weights.ts";

type Tier = CustomerHealthAnswer["tier"];
export type Reader = { db: Database; viewer: Viewer; now: Clock };

/** The settings in force, for putting scores into words. */
export async function readHealthSettings(trx: Trx): Promise<HealthSettings> {
  return (await loadSettings(trx, healthSettingsName, healthSettingsSchema, defaultHealthSettings)).value;
}

type ScoreRow = ComponentScores & {
  score: number | null;
  tier: Tier;
  score_tier: Tier;
  forced_by: string | null;
  forced_since: Date | null;
  confidence: number | null;
  unscored_reason: string | null;
  flags: unknown;
  features: unknown;
  last_session_at: Date | null;
  settings_version: number | null;
  computed_at: Date | null;
};

/** A customer's current health with its reasons. Throws not_found for a customer that the viewer may not see. */
export async function readCustomerHealth(ctx: Reader, customerId: number): Promise<CustomerHealthAnswer> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows } = await sql<ScoreRow>`
      select h.score, h.tier, h.score_tier, h.forced_by, h.forced_since, h.first_session, h.velocity,
        h.inbound_calls, h.goals, h.tutor_consistency, h.confidence, h.unscored_reason, h.flags, h.features,
        h.last_session_at, h.settings_version, h.computed_at
      from customers as c left join customer_health_scores as h using (customer_id)
      where c.customer_id = ${customerId}`.execute(trx);
    const [row] = rows;
    if (row === undefined) throw noSuchCustomer(customerId);
    const settings = await readHealthSettings(trx);
    return {
      customerId,
      checkedAt: laterOf(await readLastCheck(trx), row.computed_at)?.toISOString() ?? null,
      score: row.score,
      tier: row.tier,
      scoreTier: row.score_tier,
      forcedBy: row.forced_by,
      forcedSince: row.forced_since?.toISOString() ?? null,
      confidence: row.confidence,
      unscoredReason: row.unscored_reason,
      lastSessionAt: row.last_session_at?.toISOString() ?? null,
      settingsVersion: row.settings_version,
      computedAt: row.computed_at?.toISOString() ?? null,
      limits: settings.tiers,
      ...explainStoredHealth(row, ctx.now(), settings),
    };
  });
}

/** A customer whose records changed was looked at after the last pass over all. */
function laterOf(a: Date | undefined, b: Date | null): Date | null {
  if (a === undefined || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Up to when scores are right: a score that did not move is not written again. */
async function readLastCheck(trx: Trx): Promise<Date | undefined> {
  const pass = await trx
    .selectFrom("health_passes")
    .select("as_of")
    .where("kind", "in", ["full", "incremental"])
    .orderBy("started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return pass?.as_of;
}

export type HistoryInput = { days: number; cursor?: string | undefined; pageSize: number };
export type HistoryPage = { data: HealthChange[]; nextCursor: string | null; total: number };

const placeSchema = z.object({ asOf: z.string() });

type HistoryRow = {
  as_of: Date;
  as_of_text: string;
  score: number | null;
  tier: Tier;
  previous_score: number | null;
  previous_tier: Tier;
  forced_by: string | null;
  unscored_reason: string | null;
  causes: HealthChange["causes"];
  origin: string;
};

/** The changes of a customer's score or tier within the last `days`, newest first, with what moved it. */
export async function listHealthChanges(
  ctx: Reader,
  customerId: number,
  { days, cursor, pageSize }: HistoryInput,
): Promise<HistoryPage> {
  const place = cursor === undefined ? null : decodeCursor(cursor, placeSchema);
  const from = new Date(ctx.now().getTime() - days * 86_400_000);
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows: known } = await sql<{ changes: number }>`
      select (select count(*)::int from customer_health_history as h
        where h.customer_id = c.customer_id and as_of >= ${from}) as changes
      from customers as c where c.customer_id = ${customerId}`.execute(trx);
    const [first] = known;
    if (first === undefined) throw noSuchCustomer(customerId);
    const rows = await readHistory(trx, customerId, from, place?.asOf ?? null, pageSize + 1);
    const page = rows.slice(0, pageSize);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return {
      data: page.map(toChange),
      nextCursor: last ? encodeCursor({ asOf: last.as_of_text }) : null,
      total: first.changes,
    };
  });
}

/** The row before each is read along, also where it lies outside of the page or the days. */
async function readHistory(
  trx: Trx,
  customerId: number,
  from: Date,
  before: string | null,
  limit: number,
): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    select h.as_of, h.as_of::text as as_of_text, h.score, h.tier, h.forced_by, h.unscored_reason, h.causes, h.origin,
      p.score as previous_score, p.tier as previous_tier
    from customer_health_history as h left join lateral (
      select score, tier from customer_health_history as e
      where e.customer_id = h.customer_id and e.as_of < h.as_of order by e.as_of desc limit 1) as p on true
    where h.customer_id = ${customerId} and h.as_of >= ${from}
      and (${before}::timestamptz is null or h.as_of < ${before}::timestamptz)
    order by h.as_of desc limit ${limit}`.execute(trx);
  return rows;
}

function toChange(row: HistoryRow): HealthChange {
  return {
    asOf: row.as_of.toISOString(),
    score: row.score,
    tier: row.tier,
    previousScore: row.previous_score,
    previousTier: row.previous_tier,
    forcedBy: row.forced_by,
    unscoredReason: row.unscored_reason,
    causes: row.causes,
    isReconstructed: row.origin === "backfill",
  };
}

/** The fault of asking for a customer that is not there or may not be seen. */
export function noSuchCustomer(id: number): AppError {
  return new AppError("not_found", `There is no customer ${id}, or you may not see that customer.`);
}
