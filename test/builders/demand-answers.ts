import type { AccuracyFigures } from "#features/demand/schemas/accuracy.ts";
import type { ForecastExplanation } from "#features/demand/schemas/explanation.ts";
import type { DemandGround } from "#features/demand/schemas/ground.ts";
import type { DemandHours, HistoryHour, OutlookHour } from "#features/demand/schemas/hours.ts";
import type { SubjectOverview, SubjectsOverview } from "#features/demand/schemas/subjects.ts";
import type { ImbalanceEpisode, ModelVersion } from "#features/demand/work-schemas.ts";
import type { Recommendation } from "#features/recommendations/schemas.ts";

/** Tuesday, 15:00 in Chicago; the first hour of the outlook. */
export const firstHour = "2026-12-01T21:00:00.000Z";

export const hourAfter = (hours: number, from = firstHour) =>
  new Date(Date.parse(from) + hours * 3_600_000).toISOString();

export const clocksInChicago = {
  now: "2026-12-01T21:20:00.000Z",
  timezone: "America/Chicago",
  businessTimezone: "America/Chicago",
};

export const demandGround = (changes: Partial<DemandGround> = {}): DemandGround => ({
  asOf: clocksInChicago.now,
  madeAt: "2026-12-01T09:00:00.000Z",
  computedAt: "2026-12-01T21:15:00.000Z",
  sessionsKnownUntil: "2026-12-01T21:10:00.000Z",
  trainedFrom: "2025-12-01T06:00:00.000Z",
  trainedTo: "2026-12-01T06:00:00.000Z",
  businessTimezone: "America/Chicago",
  limits: {
    shortageBelow: 0.8,
    leastProbability: 0.5,
    leastUnserved: 0.5,
    alertUnserved: 2,
    surplusAbove: 1.3,
  },
  ...changes,
});

/** A subject whose third and fourth hours are short. */
export function demandSubject(changes: Partial<SubjectOverview> = {}): SubjectOverview {
  const states = Array.from({ length: 168 }, (_, hour) =>
    hour === 2 || hour === 3
      ? ("shortage" as const)
      : hour % 24 === 10
        ? ("surplus" as const)
        : ("ok" as const),
  );
  return {
    code: "algebra_1",
    name: "Algebra 1",
    category: "Math",
    hours: 168,
    expected: 212,
    expectedLower: 187,
    expectedUpper: 239,
    booked: 96,
    bookedShare: 96 / 212,
    expectedWithoutOverrides: 212,
    capacity: 240,
    balance: 1.13,
    hoursShort: 2,
    hoursSurplus: 7,
    expectedUnserved: 6.1,
    worst: { hour: hourAfter(2), shortageProbability: 0.92, expectedUnserved: 3.4 },
    utilisation: 0.71,
    accuracy: { wape: 0.41, floorWape: 0.36, referenceWape: 0.47, coverage: 0.96, hours: 672 },
    model: {
      modelId: 7,
      kind: "mix",
      title: "Mean of rates and regression",
      chosenBy: "selection",
      since: "2026-11-24T09:00:00.000Z",
    },
    basis: { ownShare: 1, ownWeeks: 52, borrowedFrom: null },
    timeline: {
      from: firstHour,
      states,
      probabilities: states.map((state) => (state === "shortage" ? 0.92 : 0.04)),
    },
    ...changes,
  };
}

export const demandOverview = (changes: Partial<SubjectsOverview> = {}): SubjectsOverview => ({
  ground: demandGround(),
  all: demandSubject({ code: "all", name: "All subjects", category: null }),
  data: [
    demandSubject(),
    demandSubject({
      code: "latin",
      name: "Latin",
      category: "Languages",
      expected: 40,
      expectedUnserved: 0.2,
      hoursShort: 0,
      balance: 1.6,
      accuracy: null,
      model: null,
    }),
    demandSubject({
      code: "physics",
      name: "Physics",
      category: "Science",
      expected: 90,
      expectedUnserved: null,
      capacity: null,
      balance: null,
      hoursShort: null,
      hoursSurplus: null,
      worst: null,
    }),
  ],
  ...changes,
});

export const imbalanceEpisode = (changes: Partial<ImbalanceEpisode> = {}): ImbalanceEpisode => ({
  id: 31,
  code: "algebra_1",
  name: "Algebra 1",
  kind: "shortage",
  state: "open",
  startsAt: hourAfter(2),
  endsAt: hourAfter(5),
  hoursUntil: 1.7,
  worstHour: hourAfter(3),
  worstBalance: 0.48,
  tutorsMissing: 2.3,
  unservedSessions: 5.8,
  unservedLow: 2,
  unservedHigh: 11,
  centsAtStake: 41_200,
  probability: 0.93,
  severity: "critical",
  worstSeverity: "critical",
  levers: [
    {
      kind: "recruit",
      title: "Recruit for the evening",
      leadHours: 336,
      isInTime: false,
      closesSessions: 5.8,
      cents: 40_000,
      tutors: [],
      why: "Lasting, but not in time.",
    },
    {
      kind: "ask_tutors",
      title: "Ask 2 tutors who are free",
      leadHours: 4,
      isInTime: true,
      closesSessions: 3.1,
      cents: 0,
      tutors: [
        { id: 11, name: "Ada Adams", why: "taught Algebra 1 last week" },
        { id: 12, name: "Bo Baker", why: "free that evening" },
      ],
      why: "Both have taught Algebra 1 in the last month.",
    },
  ],
  raisedAt: "2026-12-01T03:00:00.000Z",
  raisedHoursAhead: 20,
  closedAt: null,
  outcome: null,
  ...changes,
});

export const recommendation = (changes: Partial<Recommendation> = {}): Recommendation => ({
  id: 51,
  rule: "shortage",
  kind: "ask_tutors",
  state: "open",
  title: "Ask Ada Adams and Bo Baker",
  reason: "Both are free Tuesday evening and have taught Algebra 1.",
  entity: { kind: "subject", id: "algebra_1", name: "Algebra 1" },
  subject: { code: "algebra_1", name: "Algebra 1" },
  episodeId: 31,
  details: {},
  doneBy: null,
  doneAt: null,
  expectedSessions: 3.1,
  expectedCentsLow: 12_000,
  expectedCentsHigh: 31_000,
  priority: 0.9,
  confidence: 0.8,
  deadlineAt: "2026-12-01T22:00:00.000Z",
  createdAt: "2026-12-01T03:00:00.000Z",
  updatedAt: "2026-12-01T03:00:00.000Z",
  decidedBy: null,
  decidedAt: null,
  decisionNote: null,
  outcome: null,
  ...changes,
});

export const outlookHour = (hours: number, changes: Partial<OutlookHour> = {}): OutlookHour => ({
  hour: hourAfter(hours),
  mean: 4.2,
  median: 4,
  lower: 1,
  upper: 9,
  booked: 2,
  bookedShare: 2 / 4.2,
  expectedCancelled: 0.3,
  reference: { mean: 3.8, lower: 0, upper: 8 },
  meanWithoutOverride: 4.2,
  overrideId: null,
  previousMean: 3.9,
  capacity: 5,
  available: 6,
  bookedTutors: 2,
  balance: 1.19,
  state: "ok",
  shortageProbability: 0.22,
  expectedUnserved: 0.3,
  ...changes,
});

const historyHour = (hoursAgo: number, changes: Partial<HistoryHour> = {}): HistoryHour => ({
  hour: hourAfter(-hoursAgo),
  booked: 3,
  served: 3,
  forecast: { mean: 3.4, lower: 0, upper: 7 },
  outlier: null,
  ...changes,
});

/** Two days of history, of which two hours were an outage, and a week ahead, of which two hours are short. */
export function demandHours(changes: Partial<DemandHours> = {}): DemandHours {
  const outage = { weight: 0, reason: "Outage", isMarkedByHand: false };
  const short = {
    mean: 7.5,
    capacity: 4,
    balance: 0.53,
    state: "shortage" as const,
    shortageProbability: 0.92,
    expectedUnserved: 3.4,
  };
  return {
    ground: demandGround(),
    code: "algebra_1",
    name: "Algebra 1",
    history: Array.from({ length: 48 }, (_, index) =>
      historyHour(48 - index, index === 5 || index === 6 ? { booked: 0, served: 0, outlier: outage } : {}),
    ),
    outlook: Array.from({ length: 168 }, (_, hour) =>
      outlookHour(hour, hour === 2 || hour === 3 ? short : {}),
    ),
    ...changes,
  };
}

export const forecastExplanation = (changes: Partial<ForecastExplanation> = {}): ForecastExplanation => ({
  ground: demandGround(),
  code: "algebra_1",
  name: "Algebra 1",
  hour: outlookHour(2, { mean: 7.5, lower: 3, upper: 13 }),
  parts: [
    { part: "level", name: null, factor: 2.1, mean: 2.1 },
    { part: "hour_and_day", name: null, factor: 3, mean: 6.3 },
    { part: "holiday", name: "Day before a test", factor: 1, mean: 6.3 },
    { part: "booked", name: null, factor: 1.19, mean: 7.5 },
  ],
  booking: { booked: 4, leadHours: 1.7, usualShare: 0.5, expectedWithoutBookings: 6.3, remainder: 3.5 },
  nearestWeeks: [
    { hour: hourAfter(2 - 168), booked: 6, weight: 1 },
    { hour: hourAfter(2 - 336), booked: 0, weight: 0.1 },
  ],
  override: null,
  difference: {
    previousMadeAt: "2026-11-30T09:00:00.000Z",
    previousMean: 6.1,
    change: 1.4,
    causes: [{ cause: "bookings", sessions: 1.2, sentence: "Two more sessions were booked than usual." }],
    isLarge: true,
  },
  model: {
    modelId: 7,
    kind: "mix",
    title: "Mean of rates and regression",
    chosenBy: "selection",
    since: "2026-11-24T09:00:00.000Z",
  },
  basis: { ownShare: 0.7, ownWeeks: 12, borrowedFrom: "Math" },
  ...changes,
});

export const accuracyFigures = (changes: Partial<AccuracyFigures> = {}): AccuracyFigures => ({
  hours: 672,
  actual: 2_140,
  wape: 0.41,
  floorWape: 0.36,
  referenceWape: 0.47,
  withoutOverridesWape: 0.42,
  bias: 0.021,
  mape: 0.34,
  busyHours: 120,
  mase: 0.81,
  deviance: 1.02,
  referenceDeviance: 1.31,
  coverage: 0.957,
  exactCoverage: 0.964,
  referenceCoverage: 0.84,
  meanWidth: 7.2,
  msis: 3.9,
  referenceMsis: 5.2,
  ...changes,
});

export const modelVersion = (changes: Partial<ModelVersion> = {}): ModelVersion => ({
  id: 7,
  code: "algebra_1",
  name: "Algebra 1",
  kind: "mix",
  title: "Mean of rates and regression",
  isServing: true,
  chosenBy: "selection",
  reason: null,
  trainedFrom: "2025-12-01T06:00:00.000Z",
  trainedTo: "2026-11-24T06:00:00.000Z",
  createdAt: "2026-11-24T09:00:00.000Z",
  retiredAt: null,
  parameters: {},
  candidates: [
    {
      kind: "mix",
      title: "Mean of rates and regression",
      isChosen: true,
      figures: { deviance: 1.01, wape: 0.4 },
    },
    { kind: "reference", title: "Four-week mean", isChosen: false, figures: { deviance: 1.3, wape: 0.46 } },
  ],
  sinceServing: accuracyFigures(),
  ...changes,
});
