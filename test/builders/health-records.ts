import { dayMs } from "#domain/time/day-ms.ts";
import type { HealthRecords } from "#features/customer-health/records.ts";

/** The instant as of which built customers are looked at. */
export const builtAsOfMs = Date.parse("2026-03-08T12:00:00.000Z");

/** A customer in days before `builtAsOfMs`; whatever is left out is not there. */
export type BuiltCustomer = {
  signedUp?: number;
  status?: HealthRecords["status"];
  deleted?: number;
  firstRating?: number | null;
  /** Completed sessions: days ago, and tutor where it is not tutor 1. */
  sessions?: (number | [daysAgo: number, tutorId: number])[];
  /** Calls: days ago, and reason where it is not billing. */
  calls?: (number | [daysAgo: number, reason: string])[];
  goals?: { created?: number; completed?: number; isPrimary?: boolean }[];
  booked?: boolean;
};

const windows = { sessionDays: 90, callDays: 14, early: 3, earlyDays: 7 };

function before(daysAgo: number): number {
  return builtAsOfMs - Math.round(daysAgo * dayMs);
}

/** Records as they are read from the database for the default settings. */
export function buildHealthRecords(customer: BuiltCustomer = {}): HealthRecords {
  const sessions = (customer.sessions ?? [])
    .map((session) => (typeof session === "number" ? ([session, 1] as const) : session))
    .map(([daysAgo, tutorId]) => ({ atMs: before(daysAgo), tutorId }))
    .sort((a, b) => a.atMs - b.atMs)
    .map((session, index) => ({ id: index + 1, ...session }));
  const calls = (customer.calls ?? [])
    .map((call) => (typeof call === "number" ? ([call, "billing"] as const) : call))
    .map(([daysAgo, reason]) => ({ atMs: before(daysAgo), reason }))
    .sort((a, b) => a.atMs - b.atMs)
    .map((call, index) => ({ id: index + 1, ...call }));
  const windowStart = before(windows.sessionDays);
  const callsStart = before(windows.callDays);
  const [first] = sessions;
  const earlyUntil = before((customer.signedUp ?? 400) - windows.earlyDays);
  return {
    customerId: 1,
    status: customer.status ?? "active",
    signedUpAtMs: before(customer.signedUp ?? 400),
    deletedAtMs: customer.deleted === undefined ? null : before(customer.deleted),
    firstSession:
      first === undefined ? null : { id: first.id, atMs: first.atMs, rating: customer.firstRating ?? null },
    earlySessions: Math.min(windows.early, sessions.filter(({ atMs }) => atMs <= earlyUntil).length),
    recentSessions: sessions.filter(({ atMs }) => atMs > windowStart),
    previousSession: sessions.findLast(({ atMs }) => atMs <= windowStart) ?? null,
    calls: calls.filter(({ atMs }) => atMs > callsStart),
    earlierCallTimesMs: calls.filter(({ atMs }) => atMs <= callsStart).map(({ atMs }) => atMs),
    goals: (customer.goals ?? []).map(({ created, completed, isPrimary }, index) => ({
      id: index + 1,
      isPrimary: isPrimary ?? true,
      createdAtMs: before(created ?? 200 - index),
      completedAtMs: completed === undefined ? null : before(completed),
    })),
    booked: customer.booked ?? false,
    nextRecordChangeAtMs: null,
  };
}

/** A session every `everyDays` days over the last `days`, the newest `everyDays` ago, with one tutor. */
export function steadySessions(everyDays: number, days: number): number[] {
  return Array.from({ length: Math.floor(days / everyDays) }, (_, index) => (index + 1) * everyDays);
}
