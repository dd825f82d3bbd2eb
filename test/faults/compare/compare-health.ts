import { runHealthPass } from "#features/customer-health/pass.ts";
import { readRecords } from "#features/customer-health/read-records.ts";
import { findChanged } from "#features/customer-health/save-health.ts";
import { defaultHealthSettings } from "#features/customer-health/weights.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import type { Site } from "../site.ts";

/** What passes over changes have left, against everybody computed from the records alone. */
export async function compareHealth(site: Site): Promise<string[]> {
  const { db, progress, now } = site.context();
  const asOf = now();
  await runHealthPass(
    { db, progress, keepQueue: keepQueueOfScores, signal: new AbortController().signal },
    { kind: "incremental", asOf },
  );
  const everyone = { fromId: 1, toId: Number.MAX_SAFE_INTEGER };
  const scratch = { asOf, settings: defaultHealthSettings, version: 1, keepsHistory: false };
  const records = await readRecords(db, everyone, asOf, defaultHealthSettings);
  const { rowCount: missing } = await site.look.query(
    "select from customers left join customer_health_scores using (customer_id) where customer_health_scores.customer_id is null and deleted_at is null",
  );
  return [
    ...findChanged(records, scratch).changed.map(
      (changed) =>
        `a health score is not what a full computation gives: ${JSON.stringify(changed).slice(0, 300)}`,
    ),
    ...((missing ?? 0) > 0 ? [`${missing} customers have no health score`] : []),
  ];
}
