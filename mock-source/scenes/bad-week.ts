import { type ControlFields, RefusedRequest } from "../server/control-fields.ts";
import type { Stage } from "../server/stage.ts";
import type { Scene } from "./scene.ts";
import {
  activeRow,
  addCall,
  addSession,
  best,
  changeRow,
  dayMs,
  eachRecentRow,
  groupBy,
  hourMs,
  recentSessions,
  type SessionView,
} from "./scene-rows.ts";

export const badWeek: Scene = {
  name: "bad-week",
  about: "A customer in good standing for whom everything goes wrong within a week.",
  takes: "customer (id; the one in the best standing by default)",
  start(fields, stage) {
    const { customer, why } = pickCustomer(fields, stage);
    fields.refuseRest();
    const next = pickNextTutor(stage, customer);
    const nowMs = Math.floor(stage.now() / hourMs) * hourMs;
    const at = (daysAgo: number) => nowMs - daysAgo * dayMs;
    const session = { customer: customer.id, subject: customer.subject };
    const held = { ...session, status: "completed" } as const;
    addSession(stage, {
      ...held,
      tutor: customer.tutor,
      scheduledMs: at(6),
      bookedMs: at(13),
      rating: "1.5",
    });
    addCall(stage, { customer: customer.id, reason: "tutor_complaint", calledMs: at(5.5) });
    addSession(stage, { ...held, tutor: next.id, scheduledMs: at(3), bookedMs: at(5) });
    addSession(stage, {
      ...session,
      tutor: next.id,
      scheduledMs: at(1.5),
      bookedMs: at(2.5),
      status: "cancelled",
      cancelledBy: "tutor",
    });
    addCall(stage, { customer: customer.id, reason: "tutor_complaint", calledMs: at(1) });
    addCall(stage, { customer: customer.id, reason: "billing", calledMs: at(0.25) });
    for (const id of customer.ahead) changeRow(stage, "sessions", id, { tutor_id: next.id });
    return {
      said: `${customer.name} rated a session 1.5 six days ago, complained, was moved to ${next.name}, was let down by a cancellation a day and a half ago, complained again, and called a third time about the bill.${aheadText(customer.ahead.length, next.name)}`,
      lookAt: [
        { resource: "customers", id: customer.id, name: customer.name, why },
        {
          resource: "tutors",
          id: customer.tutor,
          name: nameOf(stage, customer.tutor),
          why: "had the poor rating",
        },
      ],
      plan: {},
    };
  },
};

const aheadText = (count: number, name: string): string =>
  count === 0 ? "" : ` ${count} booked ${count === 1 ? "session" : "sessions"} moved to ${name} too.`;

/** So much spent a month weighs as one more session: whom one would least like to lose. */
const spendPerPoint = 25;

type Standing = {
  id: number;
  name: string;
  tutor: number;
  subject: string;
  /** Sessions that are booked. */
  ahead: number[];
  held: number;
  /** What is at risk, in the source's currency. */
  monthlySpend: number;
  isHappy: boolean;
  hasOneTutor: boolean;
  beganWell: boolean;
  /** Agreed to calls and e-mails. */
  isReachable: boolean;
  /** It is day where the customer lives: one can act at once. */
  isAwake: boolean;
};

const nameOf = (stage: Stage, tutor: number): string =>
  String(stage.source().stores.tutors.row(tutor).name ?? tutor);

function pickCustomer(fields: ControlFields, stage: Stage): { customer: Standing; why: string } {
  const asked = fields.numberOrNull("customer", { least: 1, most: Number.MAX_SAFE_INTEGER, whole: true });
  const callers = new Set<number>();
  for (const call of eachRecentRow(stage, "calls", 60)) callers.add(Number(call.customer_id));
  const standings = [...groupBy(recentSessions(stage, 400), (session) => session.customer)]
    .sort(([a], [b]) => a - b)
    .filter(([id]) => (asked === null ? !callers.has(id) : id === asked))
    .map(([id, own]) => standingOf(stage, id, own))
    .filter((standing) => standing !== null);
  const score = (one: Standing) =>
    one.held +
    one.monthlySpend / spendPerPoint +
    20 * [one.isHappy, one.hasOneTutor, one.beganWell, one.isReachable, one.isAwake].filter(Boolean).length;
  const customer = best(standings, score);
  if (customer === null) {
    throw new RefusedRequest(
      asked === null
        ? "no active customer has held sessions in the last 30 days; name one with customer"
        : "customer must be the id of an active customer who has had sessions in the last 30 days",
    );
  }
  const facts = [
    `${customer.held} sessions in 30 days`,
    customer.hasOneTutor ? "all with one tutor" : "with several tutors",
    customer.isHappy ? "none rated under 4" : "some rated under 4",
    callers.has(customer.id) ? "has called before" : "no call in 60 days",
  ];
  return { customer, why: facts.join(", ") };
}

function standingOf(stage: Stage, id: number, own: readonly SessionView[]): Standing | null {
  const row = activeRow(stage, "customers", id);
  const held = own
    .filter((session) => session.status === "completed")
    .sort((a, b) => a.scheduledMs - b.scheduledMs);
  const lately = held.filter((session) => session.scheduledMs > stage.now() - 30 * dayMs);
  const [first, last] = [held[0], lately.at(-1)];
  if (row === null || !first || !last) return null;
  const ahead = own.filter((session) => session.status === "scheduled" && session.scheduledMs > stage.now());
  return {
    id,
    name: String(row.name),
    tutor: last.tutor,
    subject: last.subject,
    ahead: ahead.map((session) => session.id),
    held: lately.length,
    monthlySpend: Number(row.monthly_spend ?? 0),
    isHappy: lately.every((session) => session.rating === null || session.rating >= 4),
    hasOneTutor: lately.every((session) => session.tutor === last.tutor),
    beganWell: (first.rating ?? 0) >= 4,
    isReachable: row.phone_consent === true && row.email_consent === true,
    isAwake: isDay(stage.now(), String(row.timezone)),
  };
}

/** Whether it is between nine in the morning and eight in the evening in a timezone. */
function isDay(nowMs: number, timezone: string): boolean {
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", { timeZone: timezone, hour: "2-digit", hourCycle: "h23" }).format(nowMs),
  );
  return hour >= 9 && hour < 20;
}

/** Another active tutor of the subject; any other where there is none. */
function pickNextTutor(stage: Stage, customer: Standing): { id: number; name: string } {
  const store = stage.source().stores.tutors;
  const others = store
    .latestIds(0, store.shownCount)
    .filter((id) => id !== customer.tutor && activeRow(stage, "tutors", id) !== null)
    .sort((a, b) => a - b);
  const teaches = (id: number) => (store.row(id).subjects as string[]).includes(customer.subject);
  const id = others.find(teaches) ?? others[0];
  if (id === undefined) throw new RefusedRequest("there must be a second active tutor");
  return { id, name: nameOf(stage, id) };
}
