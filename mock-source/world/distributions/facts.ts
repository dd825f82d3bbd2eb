import { weekdayOfDay } from "../instants.ts";
import type { ResourceName, Row, Tutor } from "../model.ts";
import { buildWorld, countOf, rowOf } from "../world.ts";
import { localDayOf, localMinuteOf, zones } from "../zones.ts";

/** The world that the statement is measured on: a school year with its holidays and both exam seasons. */
export const measured = {
  customers: 5000,
  seeds: [1, 2, 3],
  originDay: Date.parse("2025-10-01T00:00:00Z") / 86_400_000,
  asOfMs: Date.parse("2026-05-20T21:00:00Z"),
} as const;

export type SessionFact = {
  customer: number;
  tutor: number;
  subject: string;
  status: string;
  cancelledBy: string | null;
  /** Epoch milliseconds; 0 where it has not come about. */
  createdMs: number;
  scheduledMs: number;
  endedMs: number;
  updatedMs: number;
  durationMinutes: number;
  /** 0 where there is none. */
  rating: number;
  localWeekday: number;
  localHour: number;
  deleted: boolean;
};

export type CallFact = {
  customer: number;
  calledMs: number;
  reason: string;
  localWeekday: number;
  localHour: number;
};

export type GoalFact = { createdMs: number; completedMs: number; isPrimary: boolean };

export type CustomerFact = {
  id: number;
  channel: string;
  plan: string;
  zone: number;
  status: string;
  signedUpMs: number;
  goals: GoalFact[];
  /** By the booked start. */
  sessions: SessionFact[];
  calls: CallFact[];
};

/** What one world shows to a reader at its instant, and the tutors' hidden traits. */
export type Facts = {
  asOfMs: number;
  originMs: number;
  size: number;
  customers: CustomerFact[];
  sessions: SessionFact[];
  calls: CallFact[];
  tutors: readonly Tutor[];
};

const ms = (value: unknown): number => (typeof value === "string" ? Date.parse(value) : 0);

/** Builds the world of a seed and reads every row of it. */
export function readFacts(seed: number): Facts {
  const { customers: size, originDay, asOfMs } = measured;
  const world = buildWorld({ seed, customers: size, originDay }, asOfMs);
  const rows = function* (resource: ResourceName): Generator<Row> {
    const count = countOf(world, resource);
    for (let id = 1; id <= count; id++) yield rowOf(world, resource, id);
  };
  const customers = Array.from(rows("customers"), customerFact);
  const owner = (row: Row): CustomerFact => customers[Number(row.customer_id) - 1] as CustomerFact;
  const sessions = Array.from(rows("sessions"), (row) => sessionFact(row, owner(row)));
  const calls = Array.from(rows("calls"), (row) => callFact(row, owner(row)));
  for (const customer of customers) customer.sessions.sort((a, b) => a.scheduledMs - b.scheduledMs);
  const { tutors } = world.simulation;
  return { asOfMs, originMs: originDay * 86_400_000, size, customers, sessions, calls, tutors };
}

function customerFact(row: Row): CustomerFact {
  const goals = row.goals as Row[];
  return {
    id: Number(row.id),
    channel: String(row.acquisition_channel),
    plan: String(row.plan),
    zone: zones.findIndex((zone) => zone.name === row.timezone),
    status: String(row.status),
    signedUpMs: ms(row.signed_up_at),
    goals: goals.map((goal) => ({
      createdMs: ms(goal.created_at),
      completedMs: ms(goal.completed_at),
      isPrimary: goal.is_primary === true,
    })),
    sessions: [],
    calls: [],
  };
}

const localOf = (zone: number, instantMs: number) => ({
  localWeekday: weekdayOfDay(localDayOf(zone, instantMs * 1000)),
  localHour: Math.floor(localMinuteOf(zone, instantMs * 1000) / 60),
});

function sessionFact(row: Row, customer: CustomerFact): SessionFact {
  const scheduledMs = ms(row.scheduled_at);
  const fact: SessionFact = {
    customer: customer.id,
    tutor: Number(row.tutor_id),
    subject: String(row.subject),
    status: String(row.status),
    cancelledBy: row.cancelled_by === null ? null : String(row.cancelled_by),
    createdMs: ms(row.created_at),
    scheduledMs,
    endedMs: ms(row.ended_at),
    updatedMs: ms(row.updated_at),
    durationMinutes: Number(row.duration_minutes),
    rating: Number(row.rating ?? 0),
    ...localOf(customer.zone, scheduledMs),
    deleted: row.deleted_at !== null,
  };
  customer.sessions.push(fact);
  return fact;
}

function callFact(row: Row, customer: CustomerFact): CallFact {
  const calledMs = ms(row.called_at);
  const fact = {
    customer: customer.id,
    calledMs,
    reason: String(row.reason_code),
    ...localOf(customer.zone, calledMs),
  };
  customer.calls.push(fact);
  return fact;
}
