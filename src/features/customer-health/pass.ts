import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { JobContext } from "#platform/queue/job.ts";
import { readAhead } from "#platform/read-ahead.ts";
import { fillPast, isLoaded } from "./backfill.ts";
import {
  type ChangeBatch,
  millisecondsSince,
  movePosition,
  newestChangeId,
  readChanges,
  readPosition,
} from "./change-feed.ts";
import { batchesOf, type CustomerRange, customerRanges } from "./customer-ranges.ts";
import type { KeepQueue } from "./keep-queue.ts";
import { type PassKind, type PassState, type PassSummary, readPassState, recordPass } from "./pass-log.ts";
import { type CustomerToScore, readRecords } from "./read-records.ts";
import type { CustomerSelection } from "./records-query.ts";
import { findChanged, type PassSettings, saveChanged } from "./save-health.ts";
import { formulaVersion } from "./score.ts";
import { loadStoredHealthSettings } from "./settings.ts";

export type PassContext = Pick<JobContext, "db" | "signal" | "progress"> & { keepQueue: KeepQueue };

/** `full`: everyone, but that those whose records are the same and whose score still holds are not scored again. `incremental`: who changed or whose time has come. `changes`: only who changed. */
export type PassRequest = { kind: "full" | "incremental" | "changes"; asOf: Date };

type Counts = { computed: number; changed: number; lagMs: number | null };

/**
 * Brings the stored scores to `asOf`. Whatever was asked for, everyone is looked at where the settings or the formula are new, where
 * no pass has ended yet, or where `asOf` lies before that of the last pass. The first time, the past is filled in
 * afterwards. Two passes may not run at once (one could store what it read before the other dealt with a change):
 * the queue sees to that, and the command line takes the queue's lock.
 */
export async function runHealthPass(
  ctx: PassContext,
  { kind: asked, asOf }: PassRequest,
): Promise<PassSummary> {
  const startedMs = performance.now();
  const { value: settings, version } = await loadStoredHealthSettings(ctx.db);
  const state = await readPassState(ctx.db);
  const pass: PassSettings = { asOf, settings, version, keepsHistory: state.isPastFilled };
  const kind: PassKind = needsEveryone(state, pass) ? "full" : asked;
  const counts = kind === "full" ? await computeEveryone(ctx, pass) : await computeChanged(ctx, pass, kind);
  const summary: PassSummary = { kind, asOf, durationMs: performance.now() - startedMs, ...counts };
  if (kind !== "changes" || counts.computed > 0) await recordPass(ctx.db, summary, version);
  if (!state.isPastFilled && (await isLoaded(ctx.db))) await fillPast(ctx, pass);
  return summary;
}

function needsEveryone(state: PassState, { asOf, version }: PassSettings): boolean {
  if (state.fullVersion !== version || state.fullFormula !== formulaVersion) return true;
  return state.lastAsOf !== null && state.lastAsOf > asOf;
}

async function computeEveryone(ctx: PassContext, pass: PassSettings): Promise<Counts> {
  await readPosition(ctx.db);
  const upTo = await newestChangeId(ctx.db);
  const counts = await computeAll(ctx, pass, customerRanges(ctx.db), await estimateCustomers(ctx.db));
  await movePosition(ctx.db, upTo);
  return counts;
}

async function computeChanged(ctx: PassContext, pass: PassSettings, kind: PassKind): Promise<Counts> {
  const counts: Counts = { computed: 0, changed: 0, lagMs: null };
  let position = await readPosition(ctx.db);
  for (let batch = await readChanges(ctx.db, position); batch; batch = await readChanges(ctx.db, position)) {
    ctx.signal.throwIfAborted();
    add(counts, await computeChangeBatch(ctx, pass, batch));
    // Looking at everyone deals with all changes there are.
    position = batch.isEveryone ? await readPosition(ctx.db) : batch.lastChangeId;
  }
  if (kind === "changes") return counts;
  const due = await readDue(ctx.db, pass.asOf);
  const selections = Array.from(batchesOf(due), (ids) => ({ ids }));
  return add(counts, await computeAll(ctx, pass, selections, due.length));
}

async function computeChangeBatch(ctx: PassContext, pass: PassSettings, batch: ChangeBatch): Promise<Counts> {
  if (batch.isEveryone) return await computeEveryone(ctx, pass);
  const { customerIds: ids } = batch;
  const customers = await readUnsettled(ctx.db, { ids }, pass);
  const changed = await save(ctx, pass, customers, batch.lastChangeId);
  return { computed: ids.length, changed, lagMs: await millisecondsSince(ctx.db, batch.oldestAt) };
}

type Portion = CustomerRange | { ids: readonly number[] };

async function computeAll(
  ctx: PassContext,
  pass: PassSettings,
  portions: AsyncIterable<Portion> | Iterable<Portion>,
  total: number,
): Promise<Counts> {
  const counts: Counts = { computed: 0, changed: 0, lagMs: null };
  const read = async (portion: Portion) => ({
    size: "ids" in portion ? portion.ids.length : portion.customers,
    customers: await readUnsettled(ctx.db, portion, pass),
  });
  for await (const { size, customers } of readAhead(portions, read)) {
    ctx.signal.throwIfAborted();
    counts.changed += await save(ctx, pass, customers, null);
    counts.computed += size;
    await ctx.progress(counts.computed, Math.max(total, counts.computed), "health scores");
  }
  return counts;
}

async function readUnsettled(db: Database, selection: CustomerSelection, pass: PassSettings) {
  return await readRecords(db, selection, pass.asOf, pass.settings, {
    skipSettled: { settingsVersion: pass.version },
  });
}

async function save(
  ctx: PassContext,
  pass: PassSettings,
  customers: readonly CustomerToScore[],
  lastChangeId: number | null,
): Promise<number> {
  const found = findChanged(customers, pass);
  const isSame = found.changed.length === 0 && found.confirmed.length === 0;
  if (isSame && lastChangeId === null) return 0;
  return await inTransaction(ctx.db, async (trx) => {
    if (lastChangeId !== null) await movePosition(trx, lastChangeId);
    return await saveChanged(trx, found, pass, ctx.keepQueue);
  });
}

async function readDue(db: Database, asOf: Date): Promise<number[]> {
  const rows = await db
    .selectFrom("customer_health_scores")
    .select("customer_id")
    .where("next_change_at", "<=", asOf)
    .orderBy("customer_id")
    .execute();
  return rows.map(({ customer_id }) => customer_id);
}

async function estimateCustomers(db: Database): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    select greatest(reltuples, 0)::int as number from pg_class where oid = 'customers'::regclass`.execute(db);
  return rows[0]?.number ?? 0;
}

function add(total: Counts, { computed, changed, lagMs }: Counts): Counts {
  total.computed += computed;
  total.changed += changed;
  if (lagMs !== null) total.lagMs = Math.max(total.lagMs ?? 0, lagMs);
  return total;
}
