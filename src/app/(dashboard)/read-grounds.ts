import type { DecisionAge } from "#features/ingestion/decision-ages.ts";
import { readGrounds as readGroundsAsOf } from "#features/ingestion/read-grounds.ts";
import type { Viewer } from "#platform/viewer.ts";
import { decisions } from "#registry/decisions.ts";
import { currentPollSchedule } from "#registry/poll-schedule.ts";
import { webRuntime } from "#registry/web-runtime.ts";

/** Until when the records are known that a decision is based on, as a page shows it. */
export async function readGrounds(viewer: Viewer, decision: string): Promise<DecisionAge> {
  const { db, now } = webRuntime();
  const place = { schedule: currentPollSchedule(), decisions };
  return await readGroundsAsOf({ db, viewer }, place, decision, now());
}
