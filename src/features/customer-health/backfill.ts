import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import type { JobContext } from "#platform/queue/job.ts";
import { readAhead } from "#platform/read-ahead.ts";
import { customerRanges } from "./customer-ranges.ts";
import { explainChange, type HealthState, healthState } from "./explain.ts";
import { appendHistory, type HistoryEntry } from "./history.ts";
import { recordPass } from "./pass-log.ts";
import { readRecords } from "./read-records.ts";
import type { CustomerSelection } from "./records-query.ts";
import type { PassSettings } from "./save-health.ts";
import { type CustomerHealth, scoreCustomer } from "./score.ts";

/** How far back the first history reaches. */
const backfillDays = 30;

/** Customers × instants at most: with more than 20,000 customers the instants lie further apart than a day. */
const computationsAtMost = 600_000;

/** Fewer than in a pass: each brings up to thirty entries with it. */
const customersAtOnce = 1_000;

type Entry = HistoryEntry & { isCurrent: boolean };

/**
 * Fills in the history of the last thirty days, once: each customer's health as of evenly spaced past instants and
 * as of now, kept where score or tier differ from the instant before. Ranges of customers that have history are
 * passed over, so that it goes on where it was interrupted.
 */
export async function fillPast(
  ctx: Pick<JobContext, "db" | "signal" | "progress">,
  pass: PassSettings,
): Promise<void> {
  const startedMs = performance.now();
  const instants = await chooseInstants(ctx.db, pass.asOf);
  let computed = 0;
  let changed = 0;
  for await (const range of customerRanges(ctx.db, customersAtOnce)) {
    ctx.signal.throwIfAborted();
    if (await hasHistory(ctx.db, range)) continue;
    const entries = await historyOf(ctx, range, instants, pass);
    await inTransaction(ctx.db, async (trx) => {
      await appendHistory(
        trx,
        entries.filter(({ isCurrent }) => !isCurrent),
        "backfill",
      );
      await appendHistory(
        trx,
        entries.filter(({ isCurrent }) => isCurrent),
        "live",
      );
    });
    computed += entries.length;
    changed += entries.length;
    await ctx.progress(computed, null, "health history");
  }
  const durationMs = performance.now() - startedMs;
  const summary = { kind: "backfill" as const, asOf: pass.asOf, durationMs, computed, changed, lagMs: null };
  await recordPass(ctx.db, summary, pass.version);
}

/**
 * Whether there is a past to fill in: somebody to score, and sessions and customers that were read to their end at
 * least once (or came by another way than reading).
 */
export async function isLoaded(db: Database): Promise<boolean> {
  const { rows } = await sql<{ loaded: boolean }>`
    select exists (select from customers) and (not exists (select from ingestion_runs)
      or (select count(distinct resource) = 2 from ingestion_runs
        where state = 'succeeded' and resource in ('customers', 'sessions'))) as loaded`.execute(db);
  return rows[0]?.loaded ?? false;
}

/** Past instants, oldest first, and `asOf` itself. */
async function chooseInstants(db: Database, asOf: Date): Promise<Date[]> {
  const { customers } = await db
    .selectFrom("customers")
    .select((eb) => eb.fn.countAll<number>().as("customers"))
    .executeTakeFirstOrThrow();
  const affordable = Math.floor(computationsAtMost / Math.max(customers, 1));
  const past = Math.min(backfillDays, Math.max(affordable, 1));
  const stepMs = (backfillDays / past) * dayMs;
  return Array.from(
    { length: past + 1 },
    (_, index) => new Date(Math.round(asOf.getTime() - (past - index) * stepMs)),
  );
}

async function hasHistory(
  db: Database,
  { fromId, toId }: { fromId: number; toId: number },
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from customer_health_history where customer_id between ${fromId} and ${toId}) as found`.execute(
    db,
  );
  return rows[0]?.found ?? false;
}

async function historyOf(
  { db, signal }: Pick<JobContext, "db" | "signal">,
  range: CustomerSelection,
  instants: readonly Date[],
  pass: PassSettings,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const last = new Map<number, HealthState>();
  const read = async (asOf: Date) => ({ asOf, customers: await readRecords(db, range, asOf, pass.settings) });
  for await (const { asOf, customers } of readAhead(instants, read)) {
    signal.throwIfAborted();
    const isCurrent = asOf.getTime() === pass.asOf.getTime();
    for (const { records } of customers) {
      const health = scoreCustomer(records, asOf.getTime(), pass.settings);
      const state = healthState(health, asOf.getTime(), pass.version);
      const before = last.get(health.customerId);
      if (before ? isSame(before, state) : isBeforeSignup(health)) continue;
      const causes = before ? explainChange(before, state, pass.settings) : [];
      last.set(health.customerId, state);
      entries.push({ health, asOf, settingsVersion: pass.version, causes, isCurrent });
    }
  }
  return entries;
}

function isSame(before: HealthState, after: HealthState): boolean {
  return (
    before.scored?.score === after.scored?.score &&
    before.scored?.tier === after.scored?.tier &&
    before.unscoredReason === after.unscoredReason
  );
}

// Somebody who had not signed up yet has no past to tell.
function isBeforeSignup({ unscoredReason }: CustomerHealth): boolean {
  return unscoredReason === "not_signed_up";
}
