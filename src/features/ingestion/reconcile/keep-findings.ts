import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { differingDaysKept, findingsKept } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import type { DayDifference } from "./compare-days.ts";
import type { Finding } from "./findings.ts";

/** Keeps findings from `position` on, as far as a report keeps them one by one. */
export async function insertFindings(
  trx: Trx | Database,
  reportId: number,
  position: number,
  findings: readonly Finding[],
): Promise<void> {
  const kept = findings.slice(0, Math.max(0, findingsKept - position));
  if (kept.length === 0) return;
  await sql`
    insert into reconciliation_findings (reconciliation_id, position, kind, resource, record_id)
    select ${reportId}, ${position}::integer + at - 1, kind, resource, record_id
    from unnest(${arrayLiteral(kept, (finding) => finding.kind)}::text[],
        ${arrayLiteral(kept, (finding) => finding.resource)}::text[],
        ${arrayLiteral(kept, (finding) => finding.id)}::bigint[]) with ordinality
      as found(kind, resource, record_id, at)`.execute(trx);
}

/** Keeps days that differ, the latest ones where they are many. */
export async function keepDays(
  db: Database,
  reportId: number,
  days: readonly DayDifference[],
): Promise<void> {
  const kept = days.slice(-differingDaysKept);
  if (kept.length === 0) return;
  await sql`
    insert into reconciliation_days (reconciliation_id, day, source_count, stored_count)
    select ${reportId}, day, source_count, stored_count
    from unnest(${arrayLiteral(kept, ({ day }) => day)}::date[],
        ${arrayLiteral(kept, ({ source }) => source)}::bigint[],
        ${arrayLiteral(kept, ({ stored }) => stored)}::bigint[]) as differing(day, source_count, stored_count)`.execute(
    db,
  );
}
