import type { CallTable } from "./calls.ts";
import type { SessionTable } from "./sessions.ts";

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

export type Goal = {
  id: number;
  title: string;
  subject: number;
  isPrimary: boolean;
  targetDay: number;
  createdUs: number;
  /** 0 while open; may lie in the future of what is shown. */
  completedUs: number;
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

export type Experience = { us: number; kind: "rated" | "let_down" | "completed" | "called"; rating: number };

export type Customer = {
  id: number;
  zone: number;
  channel: string;
  emailConsent: boolean;
  phoneConsent: boolean;
  signedUpUs: number;
  subject: number;
  sessionsPerWeek: number;
  /** Mean calls per week; a few customers make most of them. */
  callsPerWeek: number;
  /** Factor on the chance of leaving that nothing visible explains. */
  frailty: number;
  phase: "active" | "fading" | "paused" | "left";
  phaseEndsDay: number;
  mood: number;
  recentCalls: number;
  recentTutorChanges: number;
  firstRating: number;
  tutor: number;
  slots: WeeklySlot[];
  goals: Goal[];
  statuses: { us: number; status: "active" | "paused" | "closed" }[];
  plans: { us: number; plan: string; monthlyCents: number }[];
  ahead: SessionPlan[];
  experiences: Experience[];
  /** Every instant at which the row changes, past and to come. */
  changesUs: number[];
};

export type Availability = { weekday: number; start: string; end: string; from: number; to: number };

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
  /** Weekly appointments by UTC hour of the week. */
  taken: Uint8Array;
};

/** The whole simulation: everything decided up to the end of `throughDay`, whether shown yet or not. */
export type Simulation = WorldOptions & {
  throughDay: number;
  people: Customer[];
  tutors: Tutor[];
  tutorsBySubject: number[][];
  sessions: SessionTable;
  calls: CallTable;
  pendingSessions: Map<number, SessionPlan[]>;
  pendingCalls: Map<number, CallPlan[]>;
  /** Customers by the weekday number of their weekly act. */
  actors: number[][];
};
