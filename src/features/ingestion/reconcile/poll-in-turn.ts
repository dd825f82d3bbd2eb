import { setTimeout as sleep } from "node:timers/promises";
import { withAdvisoryLock } from "#db/advisory-lock.ts";
import type { Source } from "#sources/source.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import { pollLockName, pollResource } from "../poll-resource.ts";
import type { ReconciledResource } from "./reconciled-resource.ts";
import type { ReconciliationTrigger } from "./report.ts";

const waitForPollMs = 250;

/** Polls a resource; where a poll is under way, after it: it may have begun before the latest change. */
export async function pollInTurn(
  ctx: IngestionContext,
  sources: readonly Source[],
  resource: ReconciledResource,
  trigger: ReconciliationTrigger,
): Promise<void> {
  await inTurn(ctx, async () => await pollResource(ctx, sources, resource, trigger));
}

/**
 * Runs `work` while no poll of the resource can. A poll may carry rows that it read before the source lost
 * them: it must not write them after we marked them as gone.
 */
export async function betweenPolls(
  ctx: IngestionContext,
  resource: ReconciledResource,
  work: () => Promise<void>,
): Promise<void> {
  await inTurn(ctx, async () => await withAdvisoryLock(ctx.locks ?? ctx.db, pollLockName(resource), work));
}

/** Tries until `attempt` answers something: null says that somebody else is at it. */
async function inTurn(ctx: IngestionContext, attempt: () => Promise<object | null>): Promise<void> {
  while ((await attempt()) === null) await sleep(waitForPollMs, undefined, { signal: ctx.signal });
}
