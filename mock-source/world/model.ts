import type { CallTable } from "./calls.ts";
import type { EventTable, GoalTable } from "./customer-history.ts";
import type { CustomerTable } from "./customer-table.ts";
import type { DayLists } from "./day-lists.ts";
import type { PlanPool } from "./plan-pool.ts";
import type { SessionTable } from "./sessions.ts";
import type { TutorHours } from "./tutor-hours.ts";

/** A row exactly in the contract's shape. */
export type Row = Record<string, unknown>;

export type ResourceName = "sessions" | "customers" | "tutors" | "subjects" | "calls";

export type WorldOptions = {
  seed: number;
  /** Customers who have signed up by the 180th day of the world; afterwards about 0.33 % join per day. */
  customers: number;
  /** Day (number since 1970) on which the world begins. */
  originDay: number;
};

/** A session as decided when it is booked; what of it is visible depends on the instant it is looked at. */
export type SessionPlan = {
  /** 0 until the day of its booking is over the counter: ids follow the order of booking. */
  id: number;
  customer: number;
  tutor: number;
  subject: number;
  durationMinutes: number;
  createdUs: number;
  scheduledUs: number;
  outcome: number;
  cancelledBy: number;
  /** In half stars; 0 is unrated. */
  rating: number;
  startedUs: number;
  endedUs: number;
  ratedUs: number;
  oddity: SessionOddity | null;
};

/** The rare later fates of a session. An instant of 0 means never. */
export type SessionOddity = {
  swappedUs: number;
  firstTutor: number;
  correctedUs: number;
  deletedUs: number;
  restoredUs: number;
};

export type CallPlan = {
  customer: number;
  calledUs: number;
  createdUs: number;
  reason: number;
  durationSeconds: number;
};

/** A weekly appointment of a customer with a tutor. */
export type WeeklySlot = { nextUs: number; minuteOfDay: number; durationMinutes: number; tutor: number };

export const phases = { active: 0, fading: 1, paused: 2, left: 3 } as const;

/** What of a customer their week reads and changes: taken from the table's columns, and put back afterwards. */
export type Customer = {
  id: number;
  zone: number;
  signedUpUs: number;
  subject: number;
  sessionsPerWeek: number;
  /** Mean calls per week; a few customers make most of them. */
  callsPerWeek: number;
  /** Factor on the chance of leaving that nothing visible explains, but for the channel in it. */
  frailty: number;
  phase: number;
  phaseEndsDay: number;
  mood: number;
  recentCalls: number;
  recentTutorChanges: number;
  /** In half stars; 0 until there is one. */
  firstRating: number;
  tutor: number;
  slots: WeeklySlot[];
};

/** Hours on a local weekday, in minutes since midnight; `to` may lie past it. */
export type Availability = { weekday: number; from: number; to: number };

export type Tutor = {
  id: number;
  zone: number;
  subjects: number[];
  quality: number;
  /** Added to quality in the first session with a customer. */
  firstSkill: number;
  reliability: number;
  /** From here on quality falls by nearly a star in six weeks; 0 for most. */
  declinesFromUs: number;
  rateCents: number;
  hiredUs: number;
  departsUs: number;
  leave: { fromUs: number; toUs: number } | null;
  availability: { us: number; blocks: Availability[] }[];
  timeOff: { us: number; startsUs: number; endsUs: number }[];
  changesUs: number[];
};

/** The whole simulation: everything decided up to the end of `throughDay`, whether shown yet or not. */
export type Simulation = WorldOptions & {
  throughDay: number;
  /** The day after it, as far as it is decided ahead. */
  dayAhead: Generator<void> | null;
  customerTable: CustomerTable;
  goals: GoalTable;
  events: EventTable;
  tutors: Tutor[];
  /** When each tutor works and is taken, by number. */
  hours: TutorHours;
  tutorsBySubject: number[][];
  /** Tutors who have not left, by subject. */
  stayingBySubject: number[];
  sessions: SessionTable;
  calls: CallTable;
  /** Sessions that are booked, or will be within days, until the customer has taken in what came of them. */
  plans: PlanPool;
  plansByDay: DayLists;
  callsByDay: Map<number, CallPlan[]>;
  /** How many calls there were before `throughDay`. */
  callsBeforeDay: number;
  /** Rows by the days on which they change, from the last decided day on. */
  due: { sessions: DayLists; customers: DayLists; tutors: DayLists };
  /** Customers by the weekday number of their weekly act; who has left is dropped. */
  actors: number[][];
};
