import type { Facts, SessionFact } from "./facts.ts";
import { mean, once, share, standardDeviation, type Topic } from "./statement.ts";

const dayMs = 86_400_000;

const rated = (facts: Facts): SessionFact[] => facts.sessions.filter((session) => session.rating > 0);

/** Mean rating of each tutor with forty ratings or more. */
const means = (facts: Facts): number[] =>
  [...Map.groupBy(rated(facts), (session) => session.tutor).values()].flatMap((sessions) =>
    sessions.length >= 40 ? [mean(sessions.map((session) => session.rating))] : [],
  );

/** By how much the mean rating of declining tutors fell from before the decline to six weeks after its start. */
function declineInStars(facts: Facts): number {
  const falls: number[] = [];
  const byTutor = Map.groupBy(rated(facts), (session) => session.tutor);
  for (const tutor of facts.tutors) {
    const fromMs = tutor.declinesFromUs / 1000;
    if (fromMs === 0 || fromMs > facts.asOfMs - 70 * dayMs) continue;
    const sessions = byTutor.get(tutor.id) ?? [];
    const before = sessions.filter((session) => session.scheduledMs < fromMs).map((s) => s.rating);
    const after = sessions.filter((s) => s.scheduledMs > fromMs + 42 * dayMs).map((s) => s.rating);
    if (before.length >= 15 && after.length >= 8) falls.push(mean(before) - mean(after));
  }
  return mean(falls);
}

const hoursPerWeek = (facts: Facts): number =>
  mean(
    facts.tutors.map((tutor) =>
      (tutor.availability.at(-1)?.blocks ?? []).reduce((sum, block) => sum + (block.to - block.from) / 60, 0),
    ),
  );

export const tutorTopic: Topic = {
  title: "Tutors",
  figures: [
    {
      what: "customers who have signed up, per tutor hired",
      stated: 9.7,
      limits: [9, 10.5],
      unit: "count",
      measure: (facts) =>
        facts.customers.length / facts.tutors.filter((tutor) => tutor.hiredUs <= facts.asOfMs * 1000).length,
    },
    {
      what: "subjects per tutor",
      stated: 2.3,
      limits: [2, 2.6],
      unit: "count",
      measure: ({ tutors }) => mean(tutors.map((tutor) => tutor.subjects.length)),
    },
    {
      what: "hours offered per week",
      stated: 28,
      limits: [23, 33],
      unit: "count",
      measure: hoursPerWeek,
    },
    {
      what: "have had time off",
      stated: 0.69,
      limits: [0.59, 0.79],
      unit: "share",
      measure: ({ tutors }) => share(tutors, (tutor) => tutor.timeOff.length > 0),
    },
    {
      what: "have changed their hours",
      stated: 0.52,
      limits: [0.42, 0.62],
      unit: "share",
      measure: ({ tutors }) => share(tutors, (tutor) => tutor.availability.length > 1),
    },
    {
      what: "have left",
      stated: 0.055,
      limits: [0.025, 0.09],
      unit: "share",
      measure: ({ tutors }) => share(tutors, (tutor) => tutor.departsUs > 0),
    },
    {
      what: "hidden quality, standard deviation (one is about a star)",
      stated: 0.22,
      limits: [0.195, 0.245],
      unit: "stars",
      measure: ({ tutors }) => standardDeviation(tutors.map((tutor) => tutor.quality)),
    },
    {
      what: "hidden skill for first sessions, standard deviation",
      stated: 0.35,
      limits: [0.31, 0.39],
      unit: "stars",
      measure: ({ tutors }) => standardDeviation(tutors.map((tutor) => tutor.firstSkill)),
    },
    {
      what: "mean rating of tutors with forty ratings, standard deviation",
      stated: 0.205,
      limits: [0.16, 0.25],
      unit: "stars",
      measure: (facts) => standardDeviation(once(facts, means)),
    },
    {
      what: "tutors whose quality declines, now or later",
      stated: 0.05,
      limits: [0.025, 0.08],
      unit: "share",
      measure: ({ tutors }) => share(tutors, (tutor) => tutor.declinesFromUs > 0),
    },
    {
      what: "what a decline costs in ratings, six weeks on",
      stated: 0.83,
      limits: [0.5, 1.1],
      unit: "stars",
      measure: declineInStars,
    },
  ],
  notModelled:
    "Tutors who learn and get better, a difference of quality by subject or by age of pupils, and pay: the rate has no bearing on demand.",
};
