import { withAdvisoryLock } from "#db/advisory-lock.ts";
import type { Database } from "#db/client.ts";
import { AppError } from "#platform/errors.ts";
import type { Instant, Source } from "#sources/source.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { sourceOf } from "../source-of.ts";
import { overlapSeconds } from "../weights.ts";
import { compareDays } from "./compare-days.ts";
import { compareIds } from "./compare-ids.ts";
import { sourceIds, storedIds } from "./id-streams.ts";
import { createExtraIds, mendExtra, mendExtraUnlessTooMany } from "./mend-extra.ts";
import { mendMissing } from "./mend-missing.ts";
import { pollInTurn } from "./poll-in-turn.ts";
import { type ReconciledResource, reconcileLockPrefix } from "./reconciled-resource.ts";
import type { Reconciliation } from "./reconciliation.ts";
import { openReport, type ReconciliationReport, type ReconciliationTrigger } from "./report.ts";
import { settleHeld } from "./settle-held.ts";

export type ReconcileOptions = {
  /** Marks however many rows the source has no more. */
  allowDeletes?: boolean;
};

/**
 * Compares the ids of our live rows with the source's, mends what differs, compares the counts of each day, and
 * leaves a report. First it polls, so that what changed since the last poll is no difference. After it, with a
 * quiet source, our rows are the source's live ones. One runs at a time for each resource over all processes:
 * answers null where another one does.
 *
 * Killed at any point it has done whole transactions only; the next one begins anew and finds what is left.
 */
export async function reconcileResource(
  ctx: IngestionContext,
  sources: readonly Source[],
  resource: ReconciledResource,
  trigger: ReconciliationTrigger,
  { allowDeletes = false }: ReconcileOptions = {},
): Promise<ReconciliationReport | null> {
  const source = sourceOf(sources, resource);
  const outcome = await withAdvisoryLock(
    ctx.locks ?? ctx.db,
    `${reconcileLockPrefix}${resource}`,
    async () => {
      const about = { resource, trigger, allowsDeletes: allowDeletes, now: ctx.now };
      const report = await openReport(ctx.db, about);
      try {
        await pollInTurn(ctx, sources, resource, trigger);
        const onItsWayFrom = await startOfOverlap(ctx.db, resource);
        await reconcile({ ctx, sources, source, resource, report, onItsWayFrom }, trigger, allowDeletes);
        return await report.close();
      } catch (error) {
        const isStop = ctx.signal?.aborted === true;
        await report.fail(error, isStop);
        if (!isStop) throw error;
        throw new AppError("unavailable", `The reconciliation of ${resource} was stopped.`, { cause: error });
      }
    },
  );
  return outcome?.result ?? null;
}

async function reconcile(
  reconciliation: Reconciliation,
  trigger: ReconciliationTrigger,
  allowDeletes: boolean,
): Promise<void> {
  const { ctx, sources, source, resource, report } = reconciliation;
  await report.stage("comparing");
  const extra = createExtraIds();
  const total = await listedLastTime(ctx.db, resource);
  for await (const difference of compareIds(
    sourceIds(source, resource, ctx.signal),
    storedIds(ctx.db, resource),
  )) {
    ctx.signal?.throwIfAborted();
    await report.compared(difference.listedCount, difference.storedCount);
    await ctx.progress(report.counts.source, total, "ids compared");
    await mendMissing(reconciliation, difference.missing);
    if (allowDeletes) await mendExtra(reconciliation, difference.extra);
    else extra.add(difference.extra);
  }
  await report.stage("mending");
  if (!allowDeletes) await mendExtraUnlessTooMany(reconciliation, extra);
  await settleHeld(reconciliation);
  await report.stage("counting");
  const catchUp = async () => await pollInTurn(ctx, sources, resource, trigger);
  await report.differ(await compareDays({ db: ctx.db, source, resource, signal: ctx.signal, catchUp }));
}

/** From here on the next poll reads again; see the walk. */
async function startOfOverlap(db: Database, resource: ReconciledResource): Promise<Instant | null> {
  const row = await db
    .selectFrom("ingestion_cursors")
    .select("cursor_at")
    .where("resource", "=", resource)
    .executeTakeFirst();
  if (!row?.cursor_at) return null;
  return new Date(row.cursor_at.getTime() - overlapSeconds * 1000).toISOString();
}

/** How many ids are to be expected; null the first time. */
async function listedLastTime(db: Database, resource: ReconciledResource): Promise<number | null> {
  const row = await db
    .selectFrom("reconciliations")
    .select("source_count")
    .where("resource", "=", resource)
    .where("state", "in", ["equal", "mended", "differs"])
    .orderBy("reconciliation_id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.source_count ?? null;
}
