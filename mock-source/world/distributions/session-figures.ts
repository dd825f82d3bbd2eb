import type { Facts, SessionFact } from "./facts.ts";
import { type Figure, mean, once, share, type Topic } from "./statement.ts";

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const past = (facts: Facts): SessionFact[] =>
  facts.sessions.filter((session) => session.scheduledMs < facts.asOfMs - 4 * hourMs);
const held = (facts: Facts): SessionFact[] => once(facts, past).filter((session) => session.endedMs > 0);

const outcomeFigure = (
  what: string,
  stated: number,
  limits: readonly [number, number],
  holds: (session: SessionFact) => boolean,
): Figure => ({
  what,
  stated,
  limits,
  unit: "share",
  measure: (facts) => share(once(facts, past), holds),
});

const durationFigure = (minutes: number, stated: number): Figure => ({
  what: `booked for ${minutes} minutes`,
  stated,
  limits: [stated - 0.02, stated + 0.02],
  unit: "share",
  measure: ({ sessions }) => share(sessions, (session) => session.durationMinutes === minutes),
});

const leadDays = (session: SessionFact): number => (session.scheduledMs - session.createdMs) / dayMs;
/** Booked when the last one ended, for the same hour a week later: give or take a change of clocks. */
const isWeekly = (session: SessionFact): boolean => leadDays(session) > 6.8 && leadDays(session) < 7.05;

const subjectShares = (facts: Facts): number[] =>
  [...Map.groupBy(facts.sessions, (session) => session.subject).values()]
    .map((sessions) => sessions.length / facts.sessions.length)
    .sort((a, b) => b - a);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const outcomeTopic: Topic = {
  title: "Outcomes, durations, leads",
  figures: [
    outcomeFigure("held", 0.885, [0.86, 0.91], (session) => session.status === "completed"),
    outcomeFigure("cancelled by the customer", 0.06, [0.045, 0.08], (s) => s.cancelledBy === "customer"),
    outcomeFigure("cancelled by the tutor", 0.025, [0.018, 0.033], (s) => s.cancelledBy === "tutor"),
    outcomeFigure("cancelled by the system", 0.003, [0.002, 0.0042], (s) => s.cancelledBy === "system"),
    outcomeFigure("no-shows", 0.026, [0.018, 0.034], (session) => session.status === "no_show"),
    outcomeFigure("soft-deleted", 0.0024, [0.0014, 0.0036], (session) => session.deleted),
    durationFigure(60, 0.74),
    durationFigure(90, 0.11),
    durationFigure(45, 0.08),
    durationFigure(30, 0.07),
    {
      what: "booked a week ahead, as the next weekly hour",
      stated: 0.7,
      limits: [0.6, 0.8],
      unit: "share",
      measure: ({ sessions }) => share(sessions, isWeekly),
    },
    {
      what: "lead of the other bookings, mean",
      stated: 3.2,
      limits: [2.7, 3.9],
      unit: "days",
      measure: ({ sessions }) => mean(sessions.filter((session) => !isWeekly(session)).map(leadDays)),
    },
    {
      what: "booked less than a day ahead",
      stated: 0.04,
      limits: [0.02, 0.07],
      unit: "share",
      measure: ({ sessions }) => share(sessions, (session) => leadDays(session) < 1),
    },
    {
      what: "booked more than eleven days ahead",
      stated: 0,
      limits: [0, 0],
      unit: "share",
      measure: ({ sessions }) => share(sessions, (session) => leadDays(session) > 11),
    },
  ],
  notModelled:
    "Moved sessions (a customer cancels and books anew), and cancellations that come in waves: each session's fate is drawn by itself from the customer's mood and the tutor's reliability.",
};

export const subjectTopic: Topic = {
  title: "Subjects",
  figures: [
    {
      what: "subjects with sessions",
      stated: 32,
      limits: [30, 32],
      unit: "count",
      measure: (facts) => once(facts, subjectShares).length,
    },
    {
      what: "the most popular one",
      stated: 0.15,
      limits: [0.13, 0.17],
      unit: "share",
      measure: (facts) => once(facts, subjectShares)[0] ?? 0,
    },
    {
      what: "the first five",
      stated: 0.515,
      limits: [0.48, 0.55],
      unit: "share",
      measure: (facts) => sum(once(facts, subjectShares).slice(0, 5)),
    },
    {
      what: "all from the sixteenth on",
      stated: 0.095,
      limits: [0.07, 0.12],
      unit: "share",
      measure: (facts) => sum(once(facts, subjectShares).slice(15)),
    },
  ],
  notModelled: "Customers who learn several subjects: each keeps to one, and so do the goals.",
};

const ratingFigure = (rating: number, stated: number, slack: number): Figure => ({
  what: `rated ${rating.toFixed(1)}`,
  stated,
  limits: [Math.max(0, stated - slack), stated + slack],
  unit: "share",
  measure: (facts) => share(once(facts, rated), (session) => session.rating === rating),
});

const rated = (facts: Facts): SessionFact[] => once(facts, held).filter((session) => session.rating > 0);

/** The rating is the last change of nearly every rated session. */
const ratingDelayMs = (session: SessionFact): number => session.updatedMs - session.endedMs;

/** Sessions old enough for a late rating to be there. */
const settled = (facts: Facts): SessionFact[] =>
  once(facts, held).filter((session) => session.endedMs < facts.asOfMs - 14 * dayMs);
const settledRated = (facts: Facts): SessionFact[] =>
  once(facts, settled).filter((session) => session.rating > 0 && !session.deleted);

const firstSessions = (facts: Facts): SessionFact[] =>
  facts.customers.flatMap((customer) => customer.sessions.find((session) => session.endedMs > 0) ?? []);

export const ratingTopic: Topic = {
  title: "Ratings",
  figures: [
    {
      what: "held sessions that are rated, two weeks on",
      stated: 0.755,
      limits: [0.72, 0.79],
      unit: "share",
      measure: (facts) => share(once(facts, settled), (session) => session.rating > 0),
    },
    ratingFigure(1, 0.007, 0.005),
    ratingFigure(1.5, 0.001, 0.001),
    ratingFigure(2, 0.011, 0.006),
    ratingFigure(2.5, 0.003, 0.002),
    ratingFigure(3, 0.04, 0.02),
    ratingFigure(3.5, 0.03, 0.02),
    ratingFigure(4, 0.25, 0.06),
    ratingFigure(4.5, 0.1, 0.04),
    ratingFigure(5, 0.55, 0.08),
    {
      what: "rated four or more",
      stated: 0.9,
      limits: [0.85, 0.94],
      unit: "share",
      measure: (facts) => share(once(facts, rated), (session) => session.rating >= 4),
    },
    {
      what: "rated four or more, of customers' first sessions",
      stated: 0.82,
      limits: [0.76, 0.88],
      unit: "share",
      measure: (facts) =>
        share(
          once(facts, firstSessions).filter((session) => session.rating > 0),
          (session) => session.rating >= 4,
        ),
    },
    {
      what: "rated within an hour",
      stated: 0.45,
      limits: [0.4, 0.5],
      unit: "share",
      measure: (facts) => share(once(facts, settledRated), (session) => ratingDelayMs(session) <= hourMs),
    },
    {
      what: "rated after a day or more",
      stated: 0.17,
      limits: [0.13, 0.22],
      unit: "share",
      measure: (facts) => share(once(facts, settledRated), (session) => ratingDelayMs(session) >= dayMs),
    },
  ],
  notModelled: "Ratings that are changed later, and customers who always give the same.",
};
