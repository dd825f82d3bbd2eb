import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { hourMs, makeHourSlots, plainCalendar } from "#domain/forecasting/hour-slots.ts";
import type { HourSlot } from "#domain/forecasting/panel.ts";
import { usCalendar } from "#domain/forecasting/us-calendar.ts";
import { dayMs } from "#domain/time/day-ms.ts";
import type { DemandSettings } from "../weights.ts";
import { type CountSource, countBookedHours, readSubjects, type SubjectFacts } from "./count-hours.ts";
import { sessionsKnownUntil } from "./sessions-known.ts";

export type SubjectHistory = SubjectFacts & {
  /** Booked sessions of each hour; NaN where nobody knows. */
  counts: Float64Array;
};

/** Demand hour by hour, of every subject over the same hours. */
export type DemandHistory = {
  slots: HourSlot[];
  knownUntil: Date;
  subjects: SubjectHistory[];
};

export type HistoryRequest = {
  asOf: Date;
  days: number;
  businessTimezone: string;
  calendar: DemandSettings["calendar"];
  source: CountSource["kind"];
};

/** Holidays and terms by their setting. */
export const calendarOf = (calendar: DemandSettings["calendar"]) =>
  calendar === "us" ? usCalendar : plainCalendar;

/**
 * The whole hours before the instant up to which sessions are known. An hour without sessions is zero demand only where
 * sessions would have been seen: not before the records begin, and not before the subject did. Null where nothing is
 * known as of the instant.
 */
export async function loadHistory(
  db: Database | Trx,
  { asOf, days, businessTimezone, calendar, source }: HistoryRequest,
): Promise<DemandHistory | null> {
  const knownUntil = await sessionsKnownUntil(db, asOf);
  const begin = await firstHour(db);
  if (knownUntil === null || begin === null) return null;
  const toMs = Math.floor(knownUntil.getTime() / hourMs) * hourMs;
  const fromMs = Math.max(begin.getTime(), toMs - days * dayMs);
  if (fromMs >= toMs) return null;
  const range = { from: new Date(fromMs), to: new Date(toMs) };
  const counts = await countBookedHours(
    db,
    range,
    source === "stored" ? { kind: source } : { kind: source, asOf },
  );
  const subjects = (await readSubjects(db, range.to)).map((subject) => ({
    ...subject,
    counts: unknownBefore(
      counts.get(subject.code) ?? new Float64Array((toMs - fromMs) / hourMs),
      (subject.existsFrom - fromMs) / hourMs,
    ),
  }));
  const slots = makeHourSlots({ fromMs, toMs, timezone: businessTimezone, calendar: calendarOf(calendar) });
  return { slots, knownUntil, subjects };
}

function unknownBefore(counts: Float64Array, place: number): Float64Array {
  if (place > 0) counts.fill(Number.NaN, 0, Math.min(counts.length, Math.floor(place)));
  return counts;
}

/** The first hour that any session was booked for. */
async function firstHour(db: Database | Trx): Promise<Date | null> {
  const { rows } = await sql<{
    hour: Date;
  }>`select hour from demand_hour_rollups order by hour limit 1`.execute(db);
  return rows[0]?.hour ?? null;
}
