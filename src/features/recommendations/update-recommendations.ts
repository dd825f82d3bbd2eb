import { type RawBuilder, sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import type { Need, RecommendationRule } from "#platform/recommendations/recommendation-rule.ts";
import { announce } from "./announce.ts";

type Written = { kind: string; entity_kind: string | null; entity_id: string | null };

/**
 * Brings recommendations to what the rules find as of an instant: new needs get one, known ones are kept current, and open
 * ones whose need has passed expire. A need that somebody has decided on stays quiet, for as long as its rule says.
 * Answers how many changed.
 */
export async function updateRecommendations(
  db: Database,
  rules: readonly RecommendationRule[],
  asOf: Date,
): Promise<number> {
  let changed = 0;
  for (const rule of rules) {
    const needs = await rule.find(db, asOf);
    changed += await inTransaction(db, async (trx) => await writeNeeds(trx, rule, needs, asOf));
  }
  return changed;
}

async function writeNeeds(
  trx: Trx,
  rule: RecommendationRule,
  needs: readonly Need[],
  asOf: Date,
): Promise<number> {
  const changed: Written[] = [];
  for (const need of needs) {
    const row = (await updateOpen(trx, need, asOf)) ?? (await insertNew(trx, rule, need, asOf));
    if (row !== null) changed.push(row);
  }
  const { rows: expired } = await sql<Written>`
    update recommendations set state = 'expired', updated_at = ${asOf}
    where rule = ${rule.name} and state = 'open'
      and fingerprint <> all(${needs.map(({ fingerprint }) => fingerprint)}::text[])
    returning kind, entity_kind, entity_id`.execute(trx);
  changed.push(...expired);
  if (changed.length > 0) await announce(trx, changed);
  return changed.length;
}

/** What a rule says of a need, by column. */
function columnsOf(need: Need): [string, RawBuilder<unknown>][] {
  return [
    ["kind", sql`${need.kind}::text`],
    ["title", sql`${need.title}::text`],
    ["reason", sql`${need.reason}::text`],
    ["entity_kind", sql`${need.entity?.kind ?? null}::text`],
    ["entity_id", sql`${need.entity?.id ?? null}::text`],
    ["episode_id", sql`${need.episodeId}::bigint`],
    ["expected_sessions", sql`${need.sessions}::float8`],
    ["expected_cents_low", sql`${need.centsLow}::bigint`],
    ["expected_cents_high", sql`${need.centsHigh}::bigint`],
    ["priority", sql`${need.priority}::float8`],
    ["confidence", sql`${need.confidence}::float8`],
    ["deadline_at", sql`${need.deadline}::timestamptz`],
    ["details", sql`${JSON.stringify(need.details)}::jsonb`],
  ];
}

/** Null where none is open; the row is answered where something of it differs. */
async function updateOpen(trx: Trx, need: Need, asOf: Date): Promise<Written | null> {
  const columns = columnsOf(need);
  const names = sql.join(columns.map(([name]) => sql.ref(name)));
  const values = sql.join(columns.map(([, value]) => value));
  const { rows } = await sql<Written>`
    update recommendations set (${names}, updated_at) = (${values}, ${asOf})
    where fingerprint = ${need.fingerprint} and state = 'open' and (${names}) is distinct from (${values})
    returning kind, entity_kind, entity_id`.execute(trx);
  return rows[0] ?? null;
}

async function insertNew(
  trx: Trx,
  rule: RecommendationRule,
  need: Need,
  asOf: Date,
): Promise<Written | null> {
  const columns = columnsOf(need);
  const quietSince =
    rule.quietDays === null
      ? sql`'-infinity'::timestamptz`
      : sql`${asOf}::timestamptz - make_interval(days => ${rule.quietDays})`;
  const { rows } = await sql<Written>`
    insert into recommendations (rule, fingerprint, state, created_at, updated_at,
      ${sql.join(columns.map(([name]) => sql.ref(name)))})
    select ${rule.name}, ${need.fingerprint}, 'open', ${asOf}, ${asOf}, ${sql.join(columns.map(([, value]) => value))}
    where not exists (select from recommendations where fingerprint = ${need.fingerprint}
      and (state = 'open' or (state <> 'expired' and decided_at > ${quietSince})))
    on conflict (fingerprint) where state = 'open' do nothing
    returning kind, entity_kind, entity_id`.execute(trx);
  return rows[0] ?? null;
}
