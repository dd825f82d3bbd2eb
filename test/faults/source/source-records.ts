import type { OutsideRow } from "#sources/fixtures/contract-server.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import type { Resource } from "#sources/source.ts";
import type { Draw } from "../draw.ts";
import { isoOf, type RecordKey } from "./source-world.ts";

/** What there is to refer to when a record is made. */
export type Owners = { customerIds: readonly RecordKey[]; tutorIds: readonly RecordKey[]; nowMs: number };

export const hourMs = 3_600_000;
export const subjectCodes = ["algebra_1", "latin", "physics", "chess", 'köönä,"x"'] as const;
const decimals = [null, "25.0", "0.0", 12.75, 100, "-3.50", "987654321098765.000000123400"] as const;
const names = ["Ada Byron", "李 小龍", 'O\'Neil "Q", x', "a\nb\\c", "Bö {x}", " "] as const;

/** An instant in one of the forms that the contract allows. */
export function printInstant(draw: Draw, milliseconds: number): string {
  const utc = isoOf(milliseconds);
  if (draw.chance(0.8)) return utc;
  const offsetHours = draw.pick([-5, 5.5, 0]);
  const local = isoOf(milliseconds + offsetHours * hourMs).slice(0, -1);
  const sign = offsetHours < 0 ? "-" : "+";
  const size = Math.abs(offsetHours);
  return `${local}${sign}${String(Math.floor(size)).padStart(2, "0")}:${size % 1 === 0 ? "00" : "30"}`;
}

export function makeSession(draw: Draw, id: number, owners: Owners): OutsideRow {
  const scheduledMs = owners.nowMs - draw.between(-48, 96) * hourMs + draw.between(0, 59) * 60_000;
  return outsideSession({
    id,
    customer_id: draw.pick(owners.customerIds),
    tutor_id: draw.pick(owners.tutorIds),
    subject: draw.pick(subjectCodes),
    scheduled_at: printInstant(draw, scheduledMs),
    created_at: printInstant(draw, scheduledMs - draw.between(0, 200) * hourMs),
    ...sessionState(draw, scheduledMs),
  });
}

/** A state that a session may have, with what goes with it. */
export function sessionState(draw: Draw, scheduledMs: number): Record<string, unknown> {
  const status = draw.pick(["scheduled", "in_progress", "completed", "completed", "cancelled", "no_show"]);
  const startedMs = scheduledMs + draw.between(-10, 70) * 60_000;
  const isStarted = status === "completed" || status === "in_progress";
  return {
    status,
    cancelled_by: status === "cancelled" ? draw.pick([null, "customer", "tutor", "system"]) : null,
    started_at: isStarted ? printInstant(draw, startedMs) : null,
    ended_at: status === "completed" ? printInstant(draw, startedMs + hourMs) : null,
    duration_minutes: draw.pick([null, 30, 60, 90]),
    rating: status === "completed" ? draw.pick([null, "1.0", "4.5", "5.0", 3, 2.5]) : null,
  };
}

export function makeCall(draw: Draw, id: number, owners: Owners): OutsideRow {
  const calledMs = owners.nowMs - draw.between(0, 400) * hourMs - draw.between(0, 3_599_999);
  return outsideCall({
    id,
    customer_id: draw.pick(owners.customerIds),
    called_at: printInstant(draw, calledMs),
    reason_code: draw.pick(["billing", "progress", "cancellation", "refund wanted", "other", "BILLING"]),
    duration_seconds: draw.pick([null, 0, 300]),
    created_at: printInstant(draw, calledMs),
  });
}

export function makeCustomer(draw: Draw, id: number, nowMs: number): OutsideRow {
  const {
    email_consent: _email,
    phone_consent: _phone,
    ...row
  } = outsideCustomer({
    id,
    name: draw.pick(names),
    email: draw.pick([null, `c${id}@example.com`]),
    timezone: draw.pick(["America/Chicago", "Asia/Kolkata", "UTC"]),
    plan: draw.pick([null, "standard", ""]),
    monthly_spend: draw.pick(decimals),
    status: draw.pick(["active", "active", "paused", "closed"]),
    signed_up_at: printInstant(draw, nowMs - draw.between(1, 4_000) * hourMs),
    goals: draw.list(draw.between(0, 3), (index) =>
      outsideGoal({
        id: index + 1,
        title: draw.pick(names),
        subject: draw.pick([null, "latin"]),
        is_primary: index === 0,
        target_date: draw.pick([null, "2026-06-30", "2028-02-29"]),
        completed_at: draw.chance(0.3) ? isoOf(nowMs - draw.between(1, 900) * hourMs) : null,
      }),
    ),
  });
  // Absent means given.
  return {
    ...row,
    ...(draw.chance(0.3) ? {} : { email_consent: draw.chance(0.5) }),
    ...(draw.chance(0.3) ? {} : { phone_consent: draw.chance(0.5) }),
  };
}

export function makeTutor(draw: Draw, id: number, nowMs: number): OutsideRow {
  return outsideTutor({
    id,
    name: draw.pick(names),
    timezone: draw.pick(["Europe/Berlin", "America/Chicago"]),
    status: draw.pick(["active", "on_leave", "departed"]),
    hourly_rate: draw.pick(decimals),
    hired_at: printInstant(draw, nowMs - draw.between(1, 9_000) * hourMs),
    subjects: draw.list(draw.between(0, 3), () => draw.pick([...subjectCodes, "unlisted"])),
    availability: draw.list(draw.between(0, 3), () => ({
      weekday: draw.between(0, 6),
      start: draw.pick(["09:00", "00:00", "23:30"]),
      end: draw.pick(["17:00", "24:00", "02:00"]),
    })),
    time_off: draw.list(draw.between(0, 2), (index) => ({
      starts_at: isoOf(nowMs + index * 24 * hourMs),
      ends_at: printInstant(draw, nowMs + (index + 1) * 24 * hourMs),
    })),
  });
}

export function makeSubject(draw: Draw, code: string): OutsideRow {
  return outsideSubject({ code, name: draw.pick(names), category: draw.pick([null, "maths"]) });
}

type Breakage = { path: string; fields: Record<string, unknown> };

/** Records that the contract does not allow, each with the path of its fault. */
export const breakages: Record<Resource, readonly Breakage[]> = {
  sessions: [
    { path: "status", fields: { status: "vanished" } },
    { path: "rating", fields: { rating: "9.5" } },
    { path: "rating", fields: { rating: "4.3" } },
    { path: "scheduled_at", fields: { scheduled_at: "2026-03-01T10:00:00" } },
    { path: "created_at", fields: { created_at: "2026-02-30T00:00:00.000Z" } },
    { path: "customer_id", fields: { customer_id: null } },
    { path: "tutor_id", fields: { tutor_id: "7" } },
    { path: "subject", fields: { subject: "a\u0000b" } },
    { path: "duration_minutes", fields: { duration_minutes: "x" } },
    { path: "updated_at", fields: { updated_at: "yesterday" } },
    { path: "id", fields: { id: "no-number" } },
  ],
  customers: [
    { path: "name", fields: { name: null } },
    { path: "timezone", fields: { timezone: "Mars/Olympus" } },
    { path: "goals", fields: { goals: "none" } },
    { path: "email_consent", fields: { email_consent: "yes" } },
    { path: "monthly_spend", fields: { monthly_spend: "1e5" } },
    { path: "monthly_spend", fields: { monthly_spend: "98765432109876543210" } },
    { path: "status", fields: { status: undefined } },
  ],
  tutors: [
    { path: "subjects", fields: { subjects: null } },
    {
      path: "availability[0].weekday",
      fields: { availability: [{ weekday: 9, start: "09:00", end: "10:00" }] },
    },
    { path: "hourly_rate", fields: { hourly_rate: "abc" } },
  ],
  calls: [
    { path: "called_at", fields: { called_at: null } },
    { path: "duration_seconds", fields: { duration_seconds: 1.5 } },
    { path: "reason_code", fields: { reason_code: "" } },
    { path: "id", fields: { id: 1.5 } },
  ],
  subjects: [{ path: "name", fields: { name: 5 } }],
};
