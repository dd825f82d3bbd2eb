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
    outcomeFigure("held", 0.893, [0.875, 0.91], (session) => session.status === "completed"),
    outcomeFigure("cancelled by the customer", 0.056, [0.046, 0.068], (s) => s.cancelledBy === "customer"),
    outcomeFigure("cancelled by the tutor", 0.024, [0.019, 0.03], (s) => s.cancelledBy === "tutor"),
    outcomeFigure("cancelled by the system", 0.003, [0.002, 0.0042], (s) => s.cancelledBy === "system"),
    outcomeFigure("no-shows", 0.0235, [0.019, 0.029], (session) => session.status === "no_show"),
    outcomeFigure("soft-deleted", 0.0023, [0.0015, 0.0032], (session) => session.deleted),
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
      stated: 0.036,
      limits: [0.025, 0.05],
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
      stated: 0.088,
      limits: [0.07, 0.11],
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
    ratingFigure(1, 0.0085, 0.004),
    ratingFigure(1.5, 0.001, 0.001),
    ratingFigure(2, 0.006, 0.003),
    ratingFigure(2.5, 0.0035, 0.002),
    ratingFigure(3, 0.031, 0.012),
    ratingFigure(3.5, 0.029, 0.012),
    ratingFigure(4, 0.207, 0.04),
    ratingFigure(4.5, 0.103, 0.025),
    ratingFigure(5, 0.61, 0.06),
    {
      what: "rated four or more",
      stated: 0.92,
      limits: [0.89, 0.945],
      unit: "share",
      measure: (facts) => share(once(facts, rated), (session) => session.rating >= 4),
    },
    {
      what: "rated four or more, of customers' first sessions",
      stated: 0.835,
      limits: [0.79, 0.88],
      unit: "share",
      measure: (facts) =>
        share(
          once(facts, firstSessions).filter((session) => session.rating > 0),
          (session) => session.rating >= 4,
        ),
    },
    {
      what: "rated within an hour",
      stated: 0.446,
      limits: [0.42, 0.475],
      unit: "share",
      measure: (facts) => share(once(facts, settledRated), (session) => ratingDelayMs(session) <= hourMs),
    },
    {
      what: "rated after a day or more",
      stated: 0.164,
      limits: [0.14, 0.19],
      unit: "share",
      measure: (facts) => share(once(facts, settledRated), (session) => ratingDelayMs(session) >= dayMs),
    },
  ],
  notModelled: "Ratings that are changed later, and customers who always give the same.",
};
