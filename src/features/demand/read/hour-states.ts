import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { type HourBalance, type HourLimits, hourLimits, hourState } from "../hour-state.ts";
import { readOpenEpisodes } from "../imbalance/read-episodes.ts";
import { loadImbalanceSettings } from "../imbalance/settings.ts";
import type { BalanceState } from "../schemas/ground.ts";
import { loadDemandSettings } from "../settings.ts";

/** Tells the state of a subject's hour, by the limits in force and the episodes that are open. */
export type HourStates = {
  limits: HourLimits;
  stateOf(subject: string, hour: Date, balance: HourBalance): BalanceState;
};

export async function readHourStates(db: Database | Trx): Promise<HourStates> {
  const { value: demand } = await loadDemandSettings(db);
  const limits = hourLimits(demand.balance, await loadImbalanceSettings(db));
  const open = await readOpenEpisodes(db);
  const episodeAt = (subject: string, hour: Date) =>
    (open.get(subject) ?? []).find(
      ({ startMs, endMs }) => startMs <= hour.getTime() && hour.getTime() < endMs,
    )?.kind ?? null;
  return {
    limits,
    stateOf: (subject, hour, balance) => hourState(balance, episodeAt(subject, hour), limits),
  };
}

/** How many of the next seven days' hours are short, by subject; a subject without any is left out. */
export async function countShortHours(db: Database | Trx, asOf: Date): Promise<Map<string, number>> {
  const { limits, stateOf } = await readHourStates(db);
  // Whatever is short is among these, in an episode or not.
  const { rows } = await sql<HourBalance & { code: string; hour: Date }>`
    select subject_code as code, hour, demand_mean as demand, capacity, shortage_probability as "shortageProbability",
      expected_unserved as "expectedUnserved"
    from demand_outlook
    where hour >= ${asOf} and hour < ${asOf}::timestamptz + interval '7 days'
      and expected_unserved >= ${Math.min(limits.hourUnserved.open, limits.hourUnserved.keep)}`.execute(db);
  const counts = new Map<string, number>();
  for (const { code, hour, ...balance } of rows)
    if (stateOf(code, hour, balance) === "shortage") counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
