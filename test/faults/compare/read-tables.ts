import type pg from "pg";
import type { Resource } from "#sources/source.ts";

/** A row of ours in plain values: ids and counts as numbers, instants as milliseconds, decimals as text. */
export type StoredRow = Record<string, unknown>;

export type StoredTables = Record<Resource, Map<string, StoredRow[]>>;

// Exact also below the millisecond, so that a stored microsecond would show.
const at = (column: string) => `trim_scale(extract(epoch from ${column}) * 1000)`;
const decimal = (column: string) => `trim_scale(${column})::text`;
const row = (fields: Record<string, string>) =>
  `json_build_object(${Object.entries(fields)
    .map(([name, sql]) => `'${name}', ${sql}`)
    .join(", ")})`;

const dates = {
  created_at: at("t.created_at"),
  updated_at: at("t.updated_at"),
  deleted_at: at("t.deleted_at"),
};

const queries: Record<Resource, string> = {
  subjects: `select subject_code as key, ${row({
    code: "subject_code",
    name: "name",
    category: "category",
    created_at: at("t.created_at"),
    updated_at: at("t.updated_at"),
  })} as row, t.xmin::text as version from subjects t where is_described`,
  customers: `select customer_id::text as key, ${row({
    id: "customer_id",
    name: "name",
    email: "email",
    phone: "phone",
    timezone: "timezone",
    acquisition_channel: "acquisition_channel",
    plan: "plan",
    monthly_spend: decimal("monthly_spend"),
    email_consent: "email_consent",
    phone_consent: "phone_consent",
    status: "status",
    signed_up_at: at("signed_up_at"),
    goals: `coalesce((select json_agg(${row({
      id: "goal_id",
      title: "title",
      subject: "subject_code",
      is_primary: "is_primary",
      target_date: "target_date::text",
      completed_at: at("g.completed_at"),
      created_at: at("g.created_at"),
    })} order by position) from goals g where g.customer_id = t.customer_id), '[]')`,
    ...dates,
  })} as row, t.xmin::text as version from customers t`,
  tutors: `select tutor_id::text as key, ${row({
    id: "tutor_id",
    name: "name",
    email: "email",
    timezone: "timezone",
    status: "status",
    hourly_rate: decimal("hourly_rate"),
    hired_at: at("hired_at"),
    subjects: `coalesce((select json_agg(subject_code order by position) from tutor_subjects l
      where l.tutor_id = t.tutor_id), '[]')`,
    availability: `coalesce((select json_agg(${row({ weekday: "weekday", start: "starts", end: "ends" })}
      order by position) from tutor_availability l where l.tutor_id = t.tutor_id), '[]')`,
    time_off: `coalesce((select json_agg(${row({ starts_at: at("starts_at"), ends_at: at("ends_at") })}
      order by position) from tutor_time_off l where l.tutor_id = t.tutor_id), '[]')`,
    ...dates,
  })} as row, t.xmin::text as version from tutors t`,
  sessions: `select session_id::text as key, ${row({
    id: "session_id",
    customer_id: "customer_id",
    tutor_id: "tutor_id",
    subject: "subject_code",
    status: "status",
    cancelled_by: "cancelled_by",
    scheduled_at: at("scheduled_at"),
    started_at: at("started_at"),
    ended_at: at("ended_at"),
    duration_minutes: "duration_minutes",
    rating: decimal("rating"),
    ...dates,
  })} as row, t.xmin::text as version from sessions t`,
  calls: `select call_id::text as key, ${row({
    id: "call_id",
    customer_id: "customer_id",
    called_at: at("called_at"),
    reason_code: "reason_code",
    duration_seconds: "duration_seconds",
    ...dates,
  })} as row, t.xmin::text as version from inbound_calls t`,
};

/** Our tables as they stand, read with SQL of its own; `versions` tells which rows were written again. */
export async function readTables(client: pg.Client): Promise<{ tables: StoredTables; versions: string }> {
  const tables = {} as StoredTables;
  const versions: string[] = [];
  for (const [resource, query] of Object.entries(queries)) {
    const { rows } = await client.query<{ key: string; row: StoredRow; version: string }>(query);
    tables[resource as Resource] = Map.groupBy(rows, ({ key }) => key) as never;
    for (const [key, found] of tables[resource as Resource]) {
      versions.push(
        ...found.map((one) => `${resource} ${key} ${String((one as { version?: string }).version)}`),
      );
      tables[resource as Resource].set(
        key,
        found.map((one) => (one as unknown as { row: StoredRow }).row),
      );
    }
  }
  return { tables, versions: versions.sort().join("\n") };
}
