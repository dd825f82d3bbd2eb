import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import { monthEndsUpTo } from "#domain/time/month-ends.ts";
import { type CutOffCounts, countCutOff, type PastCustomer } from "./backtest.ts";
import { batchesOf } from "./customer-ranges.ts";
import { readRecordsIn } from "./read-records.ts";
import { scoreCustomer } from "./score.ts";
import type { HealthSettings } from "./weights.ts";

/** Who had a completed session in so many days before a cut-off was active; who has none in as many after has left. */
export const leavingDays = 60;

const cutOffCount = 6;

/** Customers scored at each cut-off at most; of more, as many are drawn by a hash of their ids. */
const customersPerCutOff = 25_000;

export type BacktestRun = {
  db: Database;
  signal: AbortSignal;
  asOf: Date;
  settings: HealthSettings;
  timezone: string;
  onProgress(computed: number, total: number): Promise<void>;
};

/** Scores whoever was active at the ends of past months, as of then, and counts who left. */
export async function runBacktest(run: BacktestRun): Promise<CutOffCounts[]> {
  const cutOffs: CutOffCounts[] = [];
  let computed = 0;
  for (const [index, at] of pastCutOffs(run.asOf, run.timezone).entries()) {
    const active = await readActive(run.db, at);
    const total = computed + active.customers.length * (cutOffCount - index);
    const past: PastCustomer[] = [];
    for (const ids of batchesOf(active.customers.map(({ id }) => id))) {
      run.signal.throwIfAborted();
      past.push(...(await scorePast(run, at, ids, active.leavers)));
      computed += ids.length;
      await run.onProgress(computed, total);
    }
    if (active.population > 0) cutOffs.push(countCutOff(at, active.population, past));
  }
  return cutOffs;
}

/** The last month ends after which the time to leave in has passed. */
export function pastCutOffs(asOf: Date, timezone: string): Date[] {
  return monthEndsUpTo(new Date(asOf.getTime() - leavingDays * dayMs), cutOffCount, timezone);
}

type Active = { population: number; customers: { id: number }[]; leavers: ReadonlySet<number> };

// What is known by now of the time after, and what was known at the cut-off of the time before.
async function readActive(db: Database, at: Date): Promise<Active> {
  const from = new Date(at.getTime() - leavingDays * dayMs);
  const until = new Date(at.getTime() + leavingDays * dayMs);
  const { rows } = await sql<{ id: number; hasLeft: boolean; population: number }>`
    select customer_id as id, not bool_or(happened_at > ${at}) as "hasLeft", count(*) over () as population
    from sessions where status = 'completed' and happened_at > ${from} and happened_at <= ${until}
      and (deleted_at is null or (happened_at <= ${at} and deleted_at > ${at}))
    group by customer_id having bool_or(happened_at <= ${at})
    order by hashint8(customer_id), customer_id limit ${customersPerCutOff}`.execute(db);
  const leavers = new Set(rows.filter(({ hasLeft }) => hasLeft).map(({ id }) => id));
  return { population: rows[0]?.population ?? 0, customers: rows, leavers };
}

async function scorePast(
  { db, settings }: BacktestRun,
  at: Date,
  ids: readonly number[],
  leavers: ReadonlySet<number>,
): Promise<PastCustomer[]> {
  // Whoever left has often closed the account since: it was open then, for it had sessions.
  const read = await inTransaction(
    db,
    async (trx) => await readRecordsIn(trx, { ids }, at, settings, { isOpenThen: true }),
  );
  return read.flatMap(({ records }) => {
    const { scored } = scoreCustomer(records, at.getTime(), settings);
    if (scored === null) return [];
    return [{ score: scored.score, tier: scored.tier, hasLeft: leavers.has(records.customerId) }];
  });
}
