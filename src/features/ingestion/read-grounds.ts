import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Viewer } from "#platform/viewer.ts";
import { readDataAge } from "./data-age.ts";
import { type Decision, type DecisionAge, decisionAges } from "./decision-ages.ts";
import type { PollSchedule } from "./poll-schedule.ts";

/** What an installation reads how often, and what it decides from that. */
export type GroundsPlace = { schedule: readonly PollSchedule[]; decisions: readonly Decision[] };

/** Until when the records are known that a decision is based on. Throws RangeError where it is not listed. */
export async function readGrounds(
  { db, viewer }: { db: Database; viewer: Viewer },
  { schedule, decisions }: GroundsPlace,
  decision: string,
  asOf: Date,
): Promise<DecisionAge> {
  const age = await asViewer(db, viewer, (trx) => readDataAge(trx, { schedule, asOf }));
  const found = decisionAges(age.resources, decisions).find((candidate) => candidate.decision === decision);
  if (found === undefined) throw new RangeError(`registry/decisions.ts has no decision "${decision}"`);
  return found;
}
