import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { dateOfDay } from "./business-calendar.ts";
import { describeAnomaly, type FollowedAnomaly } from "./follow-anomalies.ts";
import { assignments, names, sentRows } from "./sent-rows.ts";
import type { FlagChange } from "./stored-flags.ts";

/** Notes which flags came to be shown and which fell. */
export async function appendFlagChanges(trx: Trx, changes: readonly FlagChange[], asOf: Date): Promise<void> {
  if (changes.length === 0) return;
  await trx
    .insertInto("tutor_flag_changes")
    .values(
      changes.map(({ tutorId, code, change, certainty }) => ({
        tutor_id: tutorId,
        code,
        change,
        certainty,
        happened_at: asOf,
      })),
    )
    .execute();
}

const anomalyColumns = {
  tutor_id: "bigint",
  measure: "text",
  week: "date",
  value: "float8",
  expected: "float8",
  sessions: "int",
  p_value: "float8",
  state: "text",
  ending: "text",
  note: "text",
};

/** Opens, updates and closes anomalies. */
export async function writeAnomalies(
  trx: Trx,
  anomalies: readonly { tutorId: number; anomaly: FollowedAnomaly }[],
  asOf: Date,
): Promise<void> {
  if (anomalies.length === 0) return;
  const rows = anomalies.map(({ tutorId, anomaly }) => ({
    tutor_id: tutorId,
    measure: anomaly.measure,
    week: dateOfDay(anomaly.weekDay),
    value: anomaly.value,
    expected: anomaly.expected,
    sessions: anomaly.sessions,
    p_value: anomaly.pValue,
    state: anomaly.state,
    ending: anomaly.ending,
    note: describeAnomaly(anomaly),
  }));
  await sql`
    insert into tutor_anomalies (${names(anomalyColumns)}, opened_at, closed_at)
    select ${names(anomalyColumns)}, ${asOf}::timestamptz, case when state = 'closed' then ${asOf}::timestamptz end
    from ${sentRows(rows, anomalyColumns)}
    on conflict (tutor_id, measure, week) do update set ${assignments(anomalyColumns, ["tutor_id", "measure", "week"])},
      opened_at = case when tutor_anomalies.state = 'closed' and excluded.state = 'open'
        then excluded.opened_at else tutor_anomalies.opened_at end,
      closed_at = excluded.closed_at`.execute(trx);
}
