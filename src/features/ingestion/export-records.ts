import { type RawBuilder, sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Records, Resource } from "#sources/source.ts";
import { arrayLiteral } from "./write/array-literal.ts";

/** Rows that one reading of the database brings, and with it what an export holds in memory. */
const rowsAtOnce = 2000;

// Texts in the form of the normalised records: instants in UTC with milliseconds, decimals without needless zeros.
const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const decimal = (column: string) => sql`trim_scale(${sql.ref(column)})::text`;

/** Our live rows of a resource, as normalised records, by id (subjects by code). Reads a few thousand at a time. */
export async function* exportRecords<R extends Resource>(
  db: Database,
  resource: R,
): AsyncGenerator<Records[R]> {
  let after: number | string | null = null;
  for (;;) {
    const rows: Records[Resource][] = await readRows(db, resource, after);
    for (const row of rows) yield row as Records[R];
    const last = rows.at(-1);
    if (last === undefined || rows.length < rowsAtOnce) return;
    after = "code" in last ? last.code : last.id;
  }
}

/** Those of our live rows that have these ids, as normalised records. */
export async function readStoredRecords<R extends Exclude<Resource, "subjects">>(
  db: Database | Trx,
  resource: R,
  ids: readonly number[],
): Promise<Records[R][]> {
  const { rows } = await sql<Records[R]>`
    select stored.* from (${queries[resource](null)}) as stored
    where id = any (${arrayLiteral(ids, (id) => id)}::bigint[]) order by id`.execute(db);
  return rows;
}

/** Sessions and calls that wait for their customer or tutor; they are not among the rows. */
export async function countHeld(db: Database, resource: Resource): Promise<number> {
  const { count } = await db
    .selectFrom("held_records")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("resource", "=", resource)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function readRows(
  db: Database,
  resource: Resource,
  after: number | string | null,
): Promise<Records[Resource][]> {
  const { rows } = await sql<Records[Resource]>`${queries[resource](after)} limit ${rowsAtOnce}`.execute(db);
  return rows;
}

const queries: Record<Resource, (after: number | string | null) => RawBuilder<unknown>> = {
  subjects: (after) => sql`
    select subject_code as code, name, category, ${instant("created_at")} as "createdAt",
      ${instant("updated_at")} as "updatedAt"
    from subjects where is_described and (${after}::text is null or subject_code collate "C" > ${after}::text)
    order by subject_code collate "C"`,
  customers: (after) => sql`
    select customer_id as id, name, email, phone, timezone, acquisition_channel as "acquisitionChannel", plan,
      ${decimal("monthly_spend")} as "monthlySpend", email_consent as "emailConsent",
      phone_consent as "phoneConsent", status, ${instant("signed_up_at")} as "signedUpAt",
      coalesce((select json_agg(json_build_object('id', goal_id, 'title', title, 'subjectCode', subject_code,
          'isPrimary', is_primary, 'targetDate', target_date, 'completedAt', ${instant("goals.completed_at")},
          'createdAt', ${instant("goals.created_at")}) order by position)
        from goals where goals.customer_id = customers.customer_id), '[]') as goals,
      ${instant("created_at")} as "createdAt", ${instant("updated_at")} as "updatedAt", null as "deletedAt"
    from customers where deleted_at is null and customer_id > ${after ?? 0}::bigint order by customer_id`,
  tutors: (after) => sql`
    select tutor_id as id, name, email, timezone, status, ${decimal("hourly_rate")} as "hourlyRate",
      ${instant("hired_at")} as "hiredAt",
      coalesce((select json_agg(subject_code order by position)
        from tutor_subjects where tutor_subjects.tutor_id = tutors.tutor_id), '[]') as "subjectCodes",
      coalesce((select json_agg(json_build_object('weekday', weekday, 'starts', starts, 'ends', ends) order by position)
        from tutor_availability where tutor_availability.tutor_id = tutors.tutor_id), '[]') as availability,
      coalesce((select json_agg(json_build_object('startsAt', ${instant("starts_at")},
          'endsAt', ${instant("ends_at")}) order by position)
        from tutor_time_off where tutor_time_off.tutor_id = tutors.tutor_id), '[]') as "timeOff",
      ${instant("created_at")} as "createdAt", ${instant("updated_at")} as "updatedAt", null as "deletedAt"
    from tutors where deleted_at is null and tutor_id > ${after ?? 0}::bigint order by tutor_id`,
  sessions: (after) => sql`
    select session_id as id, customer_id as "customerId", tutor_id as "tutorId", subject_code as "subjectCode",
      status, cancelled_by as "cancelledBy", ${instant("scheduled_at")} as "scheduledAt",
      ${instant("started_at")} as "startedAt", ${instant("ended_at")} as "endedAt",
      duration_minutes as "durationMinutes", ${decimal("rating")} as rating, ${instant("created_at")} as "createdAt",
      ${instant("updated_at")} as "updatedAt", null as "deletedAt"
    from sessions where deleted_at is null and session_id > ${after ?? 0}::bigint order by session_id`,
  calls: (after) => sql`
    select call_id as id, customer_id as "customerId", ${instant("called_at")} as "calledAt",
      reason_code as "reasonCode", duration_seconds as "durationSeconds", ${instant("created_at")} as "createdAt",
      ${instant("updated_at")} as "updatedAt", null as "deletedAt"
    from inbound_calls where deleted_at is null and call_id > ${after ?? 0}::bigint order by call_id`,
};
