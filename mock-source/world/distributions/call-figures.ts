import type { CallFact, CustomerFact, Facts, SessionFact } from "./facts.ts";
import { type Figure, once, share, type Topic } from "./statement.ts";
import { weekdayNames } from "./time-figures.ts";

const dayMs = 86_400_000;

const countFigure = (
  what: string,
  stated: number,
  slack: number,
  holds: (calls: number) => boolean,
): Figure => ({
  what,
  stated,
  limits: [stated - slack, stated + slack],
  unit: "share",
  measure: ({ customers }) => share(customers, (customer) => holds(customer.calls.length)),
});

const reasonFigure = (reason: string, stated: number): Figure => ({
  what: `reason ${reason}`,
  stated,
  limits: [stated * 0.75, stated * 1.25],
  unit: "share",
  measure: ({ calls }) => share(calls, (call) => call.reason === reason),
});

const weekdayFigure = (weekday: number, stated: number): Figure => ({
  what: `on ${weekdayNames[weekday]}`,
  stated,
  limits: [stated - 0.025, stated + 0.025],
  unit: "share",
  measure: ({ calls }) => share(calls, (call) => call.localWeekday === weekday),
});

const hourFigure = (from: number, to: number, stated: number, limits: readonly [number, number]): Figure => ({
  what: `from ${from} to ${to} o'clock, local time`,
  stated,
  limits,
  unit: "share",
  measure: ({ calls }) => share(calls, (call) => call.localHour >= from && call.localHour < to),
});

/** Whether a customer calls with one of the reasons within four days from an instant on. */
const callsAbout = (customer: CustomerFact, fromMs: number, reasons: readonly string[]): boolean =>
  customer.calls.some(
    (call) => call.calledMs >= fromMs && call.calledMs < fromMs + 4 * dayMs && reasons.includes(call.reason),
  );

/** Share of the sessions of a kind that are followed by such a call, over the share of ordinary ones that are. */
function liftOf(
  facts: Facts,
  isCause: (session: SessionFact) => boolean,
  reasons: readonly string[],
): number {
  const followed = { cause: [0, 0], ordinary: [0, 0] };
  for (const customer of facts.customers) {
    for (const session of customer.sessions) {
      const ordinary = session.endedMs > 0 && (session.rating === 0 || session.rating >= 4.5);
      if (!ordinary && !isCause(session)) continue;
      const fromMs = session.endedMs > 0 ? session.endedMs : session.updatedMs;
      const tally = isCause(session) ? followed.cause : followed.ordinary;
      tally[0] = (tally[0] ?? 0) + 1;
      if (callsAbout(customer, fromMs, reasons)) tally[1] = (tally[1] ?? 0) + 1;
    }
  }
  const rate = ([all, hits]: number[]) => (hits ?? 0) / (all ?? 1);
  return rate(followed.cause) / rate(followed.ordinary);
}

const perCustomer = (facts: Facts): number[] =>
  facts.customers.map((customer) => customer.calls.length).sort((a, b) => b - a);

function shareOfTopTenth(facts: Facts): number {
  const counts = once(facts, perCustomer);
  const top = counts.slice(0, Math.ceil(counts.length / 10));
  return top.reduce((sum, count) => sum + count, 0) / facts.calls.length;
}

const isRepeated = (facts: Facts, call: CallFact): boolean =>
  facts.customers[call.customer - 1]?.calls.some(
    (other) =>
      other.calledMs > call.calledMs &&
      other.calledMs < call.calledMs + 7 * dayMs &&
      other.reason === call.reason,
  ) ?? false;

export const callTopic: Topic = {
  title: "Calls",
  figures: [
    countFigure("customers without a call", 0.3, 0.05, (calls) => calls === 0),
    countFigure("with one call", 0.216, 0.04, (calls) => calls === 1),
    countFigure("with two to four", 0.325, 0.05, (calls) => calls >= 2 && calls <= 4),
    countFigure("with five to nine", 0.113, 0.03, (calls) => calls >= 5 && calls <= 9),
    countFigure("with ten or more", 0.044, 0.02, (calls) => calls >= 10),
    {
      what: "calls made by the tenth of the customers who call most",
      stated: 0.433,
      limits: [0.38, 0.5],
      unit: "share",
      measure: shareOfTopTenth,
    },
    {
      what: "calls followed within a week by another one for the same reason",
      stated: 0.133,
      limits: [0.1, 0.17],
      unit: "share",
      measure: (facts) => share(facts.calls, (call) => isRepeated(facts, call)),
    },
    hourFigure(8, 20, 1, [0.995, 1]),
    hourFigure(8, 12, 0.484, [0.43, 0.54]),
    hourFigure(12, 16, 0.275, [0.23, 0.32]),
    hourFigure(16, 20, 0.24, [0.2, 0.29]),
    ...[0.067, 0.248, 0.173, 0.162, 0.147, 0.14, 0.061].map((stated, weekday) =>
      weekdayFigure(weekday, stated),
    ),
    reasonFigure("billing", 0.187),
    reasonFigure("scheduling", 0.306),
    reasonFigure("technical", 0.131),
    reasonFigure("tutor_complaint", 0.172),
    reasonFigure("cancellation", 0.049),
    reasonFigure("progress", 0.1),
    reasonFigure("other", 0.058),
    {
      what: "tutor_complaint within four days of a rating of 2.5 or less, against a session that went well",
      stated: 35,
      limits: [20, 60],
      unit: "ratio",
      measure: (facts) =>
        liftOf(facts, (session) => session.rating > 0 && session.rating <= 2.5, ["tutor_complaint"]),
    },
    {
      what: "scheduling within four days of a cancellation by tutor or system, against the same",
      stated: 14,
      limits: [8, 22],
      unit: "ratio",
      measure: (facts) =>
        liftOf(facts, (session) => session.cancelledBy === "tutor" || session.cancelledBy === "system", [
          "scheduling",
        ]),
    },
    {
      what: "technical or scheduling within four days of a no-show, against the same",
      stated: 5.5,
      limits: [3.5, 8],
      unit: "ratio",
      measure: (facts) =>
        liftOf(facts, (session) => session.status === "no_show", ["technical", "scheduling"]),
    },
  ],
  notModelled:
    "Waves of calls that many make at once (an outage, a change of price); these are scenes. Calls after hours. What is said: a call is a time, a reason and a duration.",
};
