import type { CustomerFact, Facts, SessionFact } from "./facts.ts";
import { type Figure, once, share, type Topic } from "./statement.ts";

const dayMs = 86_400_000;

/** A customer looked at on one day: what had happened by then, and whether they were gone weeks later. */
type Snapshot = {
  poorFirst: boolean;
  calls: number;
  newTutor: boolean;
  falling: boolean;
  unhappy: boolean;
  channel: string;
  gone: boolean;
};

const lookAheadDays = 63;

function snapshotAt(customer: CustomerFact, atMs: number): Snapshot | null {
  const held = customer.sessions.filter((session) => session.endedMs > 0);
  const heldBetween = (fromDays: number, toDays: number): SessionFact[] =>
    held.filter(
      (session) =>
        session.scheduledMs >= atMs + fromDays * dayMs && session.scheduledMs < atMs + toDays * dayMs,
    );
  const recent = heldBetween(-28, 0);
  const before = heldBetween(-56, -28);
  if (heldBetween(-21, 0).length === 0) return null;
  const first = held[0];
  const ageDays = (atMs - customer.signedUpMs) / dayMs;
  const known = new Set(held.filter((s) => s.scheduledMs < atMs - 28 * dayMs).map((s) => s.tutor));
  return {
    poorFirst: first !== undefined && first.rating > 0 && first.rating < 4 && ageDays < 70,
    calls: customer.calls.filter((call) => call.calledMs >= atMs - 28 * dayMs && call.calledMs < atMs).length,
    newTutor: known.size > 0 && recent.some((session) => !known.has(session.tutor)),
    falling: before.length >= 4 && recent.length <= before.length / 2,
    unhappy: recent.some((session) => session.rating > 0 && session.rating <= 3),
    channel: customer.channel,
    gone: heldBetween(21, lookAheadDays).length === 0,
  };
}

/** Every customer with a session in three weeks, looked at every second week of the world. */
function snapshots(facts: Facts): Snapshot[] {
  const found: Snapshot[] = [];
  for (let day = 56; ; day += 14) {
    const atMs = facts.originMs + day * dayMs;
    if (atMs > facts.asOfMs - lookAheadDays * dayMs) return found;
    for (const customer of facts.customers) {
      if (customer.signedUpMs > atMs - 28 * dayMs) continue;
      const snapshot = snapshotAt(customer, atMs);
      if (snapshot) found.push(snapshot);
    }
  }
}

const gone = (items: readonly Snapshot[]): number => share(items, (item) => item.gone);

const riskFigure = (
  what: string,
  stated: number,
  limits: readonly [number, number],
  holds: (item: Snapshot) => boolean,
  against: (item: Snapshot) => boolean = (item) => !holds(item),
): Figure => ({
  what,
  stated,
  limits,
  unit: "ratio",
  measure: (facts) => {
    const all = once(facts, snapshots);
    return gone(all.filter(holds)) / gone(all.filter(against));
  },
});

/** The same for those in their first ten weeks only, where a poor start counts. */
const youngOnly = (facts: Facts): { poor: number; good: number } => {
  const tally = { poor: [0, 0], good: [0, 0] };
  for (const customer of facts.customers) {
    const first = customer.sessions.find((session) => session.endedMs > 0);
    if (!first?.rating || customer.signedUpMs > facts.asOfMs - 112 * dayMs) continue;
    const isGone = !customer.sessions.some(
      (session) => session.endedMs > 0 && session.scheduledMs > customer.signedUpMs + 84 * dayMs,
    );
    const group = first.rating < 4 ? tally.poor : tally.good;
    group[0] = (group[0] ?? 0) + 1;
    if (isGone) group[1] = (group[1] ?? 0) + 1;
  }
  return {
    poor: (tally.poor[1] ?? 0) / (tally.poor[0] ?? 1),
    good: (tally.good[1] ?? 0) / (tally.good[0] ?? 1),
  };
};

const silent = (facts: Facts): CustomerFact[] =>
  facts.customers.filter(
    (customer) =>
      customer.signedUpMs < facts.asOfMs - 70 * dayMs &&
      !customer.sessions.some((session) => session.scheduledMs > facts.asOfMs - 70 * dayMs),
  );

const hasCause = (item: Snapshot): boolean =>
  item.poorFirst || item.calls > 0 || item.newTutor || item.falling || item.unhappy;

export const churnTopic: Topic = {
  title: "Leaving, by cause",
  figures: [
    {
      what: "gone within nine weeks (no session held from the fourth to the ninth), of those with a session in the last three",
      stated: 0.107,
      limits: [0.085, 0.13],
      unit: "share",
      measure: (facts) => gone(once(facts, snapshots)),
    },
    {
      what: "gone twelve weeks after the sign-up: first session rated below four, against four or more",
      stated: 2.15,
      limits: [1.7, 2.8],
      unit: "ratio",
      measure: (facts) => {
        const { poor, good } = once(facts, youngOnly);
        return poor / good;
      },
    },
    riskFigure(
      "two or more calls in four weeks, against none",
      2.3,
      [1.7, 3],
      (item) => item.calls >= 2,
      (item) => item.calls === 0,
    ),
    riskFigure(
      "a tutor in the last four weeks whom the customer had not had before",
      1.16,
      [1.03, 1.4],
      (i) => i.newTutor,
    ),
    riskFigure(
      "half as many sessions as in the four weeks before, or fewer",
      3.7,
      [2.8, 4.7],
      (i) => i.falling,
    ),
    riskFigure(
      "a rating of three or less in the last four weeks",
      1.18,
      [1.02, 1.45],
      (item) => item.unhappy,
    ),
    riskFigure(
      "came by facebook or an affiliate, against a referral or a school",
      1.78,
      [1.4, 2.3],
      (item) => item.channel === "facebook" || item.channel === "affiliate",
      (item) => item.channel === "referral" || item.channel === "school_partner",
    ),
    {
      what: "gone although none of these had happened: the noise",
      stated: 0.059,
      limits: [0.04, 0.08],
      unit: "share",
      measure: (facts) => gone(once(facts, snapshots).filter((item) => !hasCause(item))),
    },
    {
      what: "accounts closed, of customers silent for ten weeks",
      stated: 0.61,
      limits: [0.54, 0.68],
      unit: "share",
      measure: (facts) => share(once(facts, silent), (customer) => customer.status === "closed"),
    },
  ],
  notModelled:
    "Price, competition, the end of a school year, and reaching the goal as reasons to leave. Causes act on the weekly chance by themselves and multiply; a customer who has left does not come back.",
};
