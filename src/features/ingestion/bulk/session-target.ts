import { sql } from "kysely";
import { arrayLiteral } from "../write/array-literal.ts";
import { sessionRollups, sumUpSessions } from "../write/session-rollups.ts";
import type { BulkTarget } from "./bulk-target.ts";
import { copyLine } from "./copy-line.ts";
import { storedIds } from "./stored-ids.ts";

/** Codes that are remembered so that their subjects are made; a source with more goes the ordinary way with the rest. */
const maxSubjectCodes = 10_000;

/** Sessions in bulk. */
export function sessionTarget(): BulkTarget<"sessions"> {
  const subjectCodes = new Set<string>();
  return {
    copies: [
      {
        table: "sessions",
        columns: `customer_id, session_id, tutor_id, subject_code, status, cancelled_by, scheduled_at, started_at,
          ended_at, duration_minutes, rating, created_at, updated_at, deleted_at`,
        lines: (s) =>
          copyLine([
            s.customerId,
            s.id,
            s.tutorId,
            s.subjectCode,
            s.status,
            s.cancelledBy,
            s.scheduledAt,
            s.startedAt,
            s.endedAt,
            s.durationMinutes,
            s.rating,
            s.createdAt,
            s.updatedAt,
            s.deletedAt,
          ]),
      },
    ],
    sums: sessionRollups,
    async prepare(trx) {
      const customers = await storedIds(trx, "customers", "customer_id");
      const tutors = await storedIds(trx, "tutors", "tutor_id");
      return ({ customerId, tutorId, subjectCode }) => {
        if (!customers.has(customerId) || !tutors.has(tutorId)) return false;
        if (subjectCodes.has(subjectCode)) return true;
        if (subjectCodes.size === maxSubjectCodes) return false;
        subjectCodes.add(subjectCode);
        return true;
      };
    },
    async finish(trx) {
      await sql`
        insert into subjects (subject_code, name, is_described)
        select code, code, false from unnest(${arrayLiteral([...subjectCodes].sort(), (code) => code)}::text[]) as seen(code)
        where not exists (select from subjects where subject_code = code)
        on conflict (subject_code) do nothing`.execute(trx);
      await sumUpSessions.execute(trx);
    },
  };
}
