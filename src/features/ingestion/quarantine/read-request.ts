import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { quarantine } from "../weights.ts";
import type { QuarantineRequest } from "./schemas.ts";

const shownRecords = 100;

type OutcomeCount = { outcome: QuarantineRequest["outcomes"][number]["outcome"] | null; records: number };

/** What became of the records for which something was asked at once. Throws not_found. */
export async function readRequest(trx: Trx, requestId: string): Promise<QuarantineRequest> {
  const { rows: counts } = await sql<OutcomeCount>`
    select outcome, count(*)::integer as records from quarantine_actions where request_id = ${requestId}::uuid
    group by outcome order by outcome`.execute(trx);
  if (counts.length === 0) throw new AppError("not_found", "Nothing was asked under this number.");
  const { rows: records } = await sql<QuarantineRequest["records"][number]>`
    select kept.quarantine_id as id, kept.resource, kept.record_key as key, action.outcome,
      action.outcome_note as note
    from quarantine_actions as action join quarantined_records as kept using (quarantine_id)
    where action.request_id = ${requestId}::uuid order by action.action_id limit ${shownRecords}`.execute(
    trx,
  );
  return {
    requestId,
    waiting: counts.find(({ outcome }) => outcome === null)?.records ?? 0,
    outcomes: counts.flatMap(({ outcome, records }) => (outcome === null ? [] : [{ outcome, records }])),
    records,
    mostAtOnce: quarantine.mostAtOnce,
  };
}
