import { withAdvisoryLock } from "#db/advisory-lock.ts";
import { AppError } from "#platform/errors.ts";
import type { Resource, Source } from "#sources/source.ts";
import { fetchMissing } from "./fetch-missing.ts";
import type { Arrival } from "./fill-batches.ts";
import type { IngestionContext, IngestionSummary } from "./ingestion-context.ts";
import { loadArrivals } from "./load-run.ts";
import { failRun, type Run, type RunCounts, type RunTrigger, startRun, succeedRun } from "./runs.ts";
import { sourceOf } from "./source-of.ts";
import { createSubjectCensus } from "./subject-census.ts";
import { walk } from "./walk.ts";
import { overlapSeconds, pageSize } from "./weights.ts";

/**
 * Reads what changed in a resource since the last poll, and writes it. One poll of a resource runs at a time
 * over all processes: answers null where another one is running.
 */
export async function pollResource(
  ctx: IngestionContext,
  sources: readonly Source[],
  resource: Resource,
  trigger: RunTrigger,
): Promise<IngestionSummary | null> {
  const source = sourceOf(sources, resource);
  const outcome = await withAdvisoryLock(ctx.locks ?? ctx.db, pollLockName(resource), async () => {
    const run = await startRun(ctx.db, resource, trigger, ctx.now());
    try {
      const counts = await readSource(ctx, sources, source, run);
      await succeedRun(ctx.db, run, counts, ctx.now());
      return { resource, ...counts };
    } catch (error) {
      const isStop = ctx.signal?.aborted === true;
      await failRun(ctx.db, run, error, { now: ctx.now(), isStop });
      if (!isStop) throw error;
      throw new AppError(
        "unavailable",
        `The poll of ${resource} was stopped; the next one goes on from there.`,
        {
          cause: error,
        },
      );
    }
  });
  return outcome?.result ?? null;
}

/** The lock under which a poll of a resource runs. */
export function pollLockName(resource: Resource): string {
  return `ingestion poll ${resource}`;
}

async function readSource(
  ctx: IngestionContext,
  sources: readonly Source[],
  source: Source,
  run: Run,
): Promise<RunCounts> {
  const { resource } = run;
  if (resource === "subjects") {
    const census = createSubjectCensus();
    const counts = await loadArrivals(
      ctx,
      run,
      resource,
      source.name,
      census.watch(arrivals(ctx, source, run)),
    );
    await census.close(ctx, run);
    return counts;
  }
  const counts = await loadArrivals(ctx, run, resource, source.name, arrivals(ctx, source, run));
  if (resource !== "sessions" && resource !== "calls") return counts;
  return { ...counts, released: counts.released + (await fetchMissing(ctx, sources, resource)) };
}

async function* arrivals(ctx: IngestionContext, source: Source, run: Run): AsyncGenerator<Arrival<Resource>> {
  const steps = walk(source, run.resource, {
    // Subjects are few and cannot be compared by id: each poll reads the whole list.
    since: run.resource === "subjects" ? null : startOfWalk(run),
    perPage: pageSize,
    now: ctx.now,
    ...(ctx.signal === undefined ? {} : { signal: ctx.signal }),
  });
  let totalExpected: number | null = null;
  for await (const { page, position, beganAt } of steps) {
    ctx.signal?.throwIfAborted();
    totalExpected ??= page.totalCount;
    yield {
      items: page.items,
      unknownFields: page.unknownFields,
      reached: { position, walkBeganAt: beganAt },
      totalExpected,
    };
  }
}

/** An overlap before the cursor, counted in the source's own time. */
function startOfWalk({ cursorFrom }: Run): string | null {
  if (cursorFrom === null) return null;
  return new Date(Date.parse(cursorFrom) - overlapSeconds * 1000).toISOString();
}
