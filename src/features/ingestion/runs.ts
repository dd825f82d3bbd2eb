import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { errorMessage } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { Instant, Resource } from "#sources/source.ts";

export type RunTrigger = "schedule" | "manual" | "command" | "import";

/** What a run has done so far. */
export type RunCounts = {
  pages: number;
  received: number;
  inserted: number;
  updated: number;
  unchanged: number;
  stale: number;
  quarantined: number;
  held: number;
  released: number;
};

export const noRunCounts: RunCounts = {
  pages: 0,
  received: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  quarantined: 0,
  held: 0,
  released: 0,
};

export type Run = { runId: number; resource: Resource; trigger: RunTrigger; cursorFrom: Instant | null };

/** How far a walk has read without a gap, and the source's clock when it began. */
export type Reached = { position: Instant | null; walkBeganAt: Instant };

/** Opens a run. Earlier ones of the resource that never ended were killed: they are closed as such. */
export async function startRun(
  db: Database,
  resource: Resource,
  trigger: RunTrigger,
  now: Date,
): Promise<Run> {
  return await inTransaction(db, async (trx) => {
    if (trigger !== "import") await closeKilledRuns(trx, resource, now);
    const cursorFrom = trigger === "import" ? null : await openCursor(trx, resource, now);
    const { run_id: runId } = await trx
      .insertInto("ingestion_runs")
      .values({ resource, trigger, state: "running", started_at: now, cursor_from: cursorFrom })
      .returning("run_id")
      .executeTakeFirstOrThrow();
    return { runId: Number(runId), resource, trigger, cursorFrom: cursorFrom?.toISOString() ?? null };
  });
}

async function closeKilledRuns(trx: Trx, resource: Resource, now: Date): Promise<void> {
  await trx
    .updateTable("ingestion_runs")
    .set({ state: "failed", finished_at: now, error: "It was cut off before its end." })
    .where("resource", "=", resource)
    .where("state", "=", "running")
    .where("trigger", "<>", "import")
    .execute();
}

async function openCursor(trx: Trx, resource: Resource, now: Date): Promise<Date | null> {
  const { cursor_at } = await trx
    .insertInto("ingestion_cursors")
    .values({ resource, last_started_at: now })
    .onConflict((conflict) => conflict.column("resource").doUpdateSet({ last_started_at: now }))
    .returning("cursor_at")
    .executeTakeFirstOrThrow();
  return cursor_at;
}

/** Writes the run's progress, in the transaction of the batch that made it. */
export async function saveProgress(
  trx: Trx,
  run: Run,
  counts: RunCounts,
  totalExpected: number | null,
): Promise<void> {
  await trx
    .updateTable("ingestion_runs")
    .set({ ...counts, total_expected: totalExpected })
    .where("run_id", "=", run.runId)
    .execute();
}

/**
 * Moves the cursor forward, in the transaction of the rows, to the highest `updated_at` taken, but never past
 * the source's clock when the walk began. So a row with a date in the future is taken and does not carry the
 * cursor past rows that are still to come; and a walk that takes long (a source that makes us wait) leaves
 * nothing behind that became visible after we had read past it: the next one starts before this one began.
 */
export async function moveCursor(trx: Trx, run: Run, { position, walkBeganAt }: Reached): Promise<void> {
  if (position === null) return;
  const cursor = position < walkBeganAt ? position : walkBeganAt;
  await sql`update ingestion_cursors set cursor_at = greatest(cursor_at, ${cursor}::timestamptz)
    where resource = ${run.resource}`.execute(trx);
  await sql`update ingestion_runs set cursor_to = ${cursor}::timestamptz where run_id = ${run.runId}`.execute(
    trx,
  );
}

/** Closes a run that reached its end. */
export async function succeedRun(db: Database, run: Run, counts: RunCounts, now: Date): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable("ingestion_runs")
      .set({ ...counts, state: "succeeded", finished_at: now })
      .where("run_id", "=", run.runId)
      .execute();
    if (run.trigger !== "import") {
      await trx
        .updateTable("ingestion_cursors")
        .set({ last_succeeded_at: now, last_error: null, failures_in_a_row: 0 })
        .where("resource", "=", run.resource)
        .execute();
    }
    await announceEnd(trx, run, "succeeded");
  });
}

/** Closes a run that failed. A stop that was asked for is no failure of the source. */
export async function failRun(
  db: Database,
  run: Run,
  error: unknown,
  options: { now: Date; isStop: boolean },
): Promise<void> {
  const message = options.isStop ? "It was stopped; the next poll goes on from here." : errorMessage(error);
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable("ingestion_runs")
      .set({ state: "failed", finished_at: options.now, error: message })
      .where("run_id", "=", run.runId)
      .execute();
    if (options.isStop) return;
    if (run.trigger !== "import") {
      await sql`update ingestion_cursors set last_error = ${message}, failures_in_a_row = failures_in_a_row + 1
        where resource = ${run.resource}`.execute(trx);
    }
    await announceEnd(trx, run, "failed");
  });
}

async function announceEnd(trx: Trx, run: Run, state: "succeeded" | "failed"): Promise<void> {
  const cursor = await trx
    .selectFrom("ingestion_cursors")
    .select("last_succeeded_at")
    .where("resource", "=", run.resource)
    .executeTakeFirst();
  const lastSucceededAt = cursor?.last_succeeded_at?.toISOString() ?? null;
  await appendEvents(trx, [
    { kind: "ingestion.finished", key: run.resource, payload: { state, lastSucceededAt } },
  ]);
}
