import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { loadSettings } from "#db/settings.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { appendEvents, type NewEvent } from "#platform/live/event.ts";
import { computeCapacity, type HourCapacity } from "./compute-capacity.ts";
import { lawOf, type OutlookRow, readOutlook } from "./outlook-rows.ts";
import { readSupply } from "./read-supply.ts";
import {
  capacitySettingsName,
  capacitySettingsSchema,
  defaultCapacitySettings,
  hoursAhead,
} from "./weights.ts";

const hourMs = 3_600_000;
/** More subjects than this are told of at once. */
const eventsAtMost = 20;
/** Figures are kept to a millionth, so that the last bits of a sum are no change. */
const kept = (value: number) => Math.round(value * 1e6) / 1e6;

/**
 * Works out what can be served in the hours ahead, as of an instant, and writes what differs from what is stored, in one
 * transaction with the events for open pages. An hour whose demand changed meanwhile is left for the next time.
 */
export async function updateCapacity(db: Database, asOf: Date): Promise<{ hours: number; changed: number }> {
  const { value: settings } = await loadSettings(
    db,
    capacitySettingsName,
    capacitySettingsSchema,
    defaultCapacitySettings,
  );
  const fromMs = Math.ceil(asOf.getTime() / hourMs) * hourMs;
  const window = { from: new Date(fromMs), to: new Date(fromMs + hoursAhead * hourMs) };
  const rows = await readOutlook(db, window);
  if (rows.length === 0) return { hours: 0, changed: 0 };
  const sessionMinutes = settings.usualSessionMinutes;
  const tutors = await readSupply(db, { ...window, asOf, sessionMinutes });
  const demands = rows.map((row) => ({
    subject: row.subject_code,
    hour: (row.hour.getTime() - fromMs) / hourMs,
    mean: row.demand_mean,
    law: lawOf(row),
    released: row.released,
  }));
  const hours = { fromMs, count: hoursAhead, sessionMs: sessionMinutes * 60_000 };
  const changed = differing(rows, computeCapacity(tutors, demands, hours, settings), fromMs);
  if (changed.length > 0) await inTransaction(db, async (trx) => await write(trx, changed));
  return { hours: rows.length, changed: changed.length };
}

type Written = Pick<
  OutlookRow,
  | "subject_code"
  | "hour"
  | "computed_at"
  | "available"
  | "booked_tutors"
  | "capacity"
  | "shortage_probability"
  | "expected_unserved"
>;

function differing(
  rows: readonly OutlookRow[],
  computed: readonly HourCapacity[],
  fromMs: number,
): Written[] {
  const key = (subject: string, ms: number) => `${ms} ${subject}`;
  const found = new Map(computed.map((row) => [key(row.subject, fromMs + row.hour * hourMs), row]));
  return rows.flatMap((row) => {
    const hour = found.get(key(row.subject_code, row.hour.getTime()));
    if (hour === undefined) return [];
    const figures = {
      available: hour.available,
      booked_tutors: hour.bookedTutors,
      capacity: kept(hour.capacity),
      shortage_probability: kept(hour.shortageProbability),
      expected_unserved: kept(hour.expectedUnserved),
    };
    const isSame = Object.entries(figures).every(
      ([name, value]) => row[name as keyof typeof figures] === value,
    );
    const { subject_code, computed_at } = row;
    return isSame ? [] : [{ subject_code, hour: row.hour, computed_at, ...figures }];
  });
}

async function write(trx: Trx, changed: readonly Written[]): Promise<void> {
  await sql`
    update demand_outlook as outlook set available = new.available, booked_tutors = new.booked_tutors,
      capacity = new.capacity, shortage_probability = new.shortage_probability, expected_unserved = new.expected_unserved
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as new (subject_code text, hour timestamptz,
      computed_at timestamptz, available int, booked_tutors int, capacity float8, shortage_probability float8,
      expected_unserved float8)
    where outlook.subject_code = new.subject_code and outlook.hour = new.hour
      and date_trunc('milliseconds', outlook.computed_at) = new.computed_at`.execute(trx);
  await appendEvents(trx, eventsOf(changed));
}

function eventsOf(changed: readonly Written[]): NewEvent[] {
  const hours = Map.groupBy(changed, ({ subject_code: subject }) => subject);
  if (hours.size > eventsAtMost)
    return [{ kind: "demand.capacity", key: "all", payload: { hours: changed.length } }];
  return [...hours].map(([subjectCode, rows]) => ({
    kind: "demand.capacity",
    key: subjectCode,
    payload: { hours: rows.length },
    subjectCode,
  }));
}
