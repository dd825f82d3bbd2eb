import { asViewer } from "#db/transaction.ts";
import { readDataAge } from "#features/ingestion/data-age.ts";
import { type DecisionAge, decisionAges } from "#features/ingestion/decision-ages.ts";
import type { Viewer } from "#platform/viewer.ts";
import { decisions } from "#registry/decisions.ts";
import { currentPollSchedule } from "#registry/poll-schedule.ts";
import { webRuntime } from "#registry/web-runtime.ts";

/** Until when the records are known that a decision is based on. Throws where the registry has no such decision. */
export async function readGrounds(viewer: Viewer, decision: string): Promise<DecisionAge> {
  const { db, now } = webRuntime();
  const schedule = currentPollSchedule();
  const age = await asViewer(db, viewer, (trx) => readDataAge(trx, { schedule, asOf: now() }));
  const found = decisionAges(age.resources, decisions).find((candidate) => candidate.decision === decision);
  if (found === undefined) throw new RangeError(`registry/decisions.ts has no decision "${decision}"`);
  return found;
}
