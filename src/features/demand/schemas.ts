import { z } from "@hono/zod-openapi";

/** Demand of all subjects together goes by this code, wherever a subject is asked for. */
export const allSubjects = "all";

/** How capacity compares with demand in an hour (hour-state.ts); unknown while capacity has not been worked out for it. */
export const balanceStates = ["shortage", "thin", "ok", "surplus", "unknown"] as const;

export type BalanceState = (typeof balanceStates)[number];

const instant = z.iso.datetime();
const date = z.iso.date();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const sessions = z.number().nonnegative();
const balanceState = z.enum(balanceStates);

/** What a forecast rests on, as of when. */
export const groundSchema = z
  .object({
    asOf: instant,
    madeAt: instant.nullable().openapi({ description: "When the forecast in force was made." }),
    computedAt: instant
      .nullable()
      .openapi({ description: "When bookings and tutors were last put into it; null before the first run." }),
    sessionsKnownUntil: instant.nullable(),
    trainedFrom: instant.nullable(),
    trainedTo: instant.nullable(),
    businessTimezone: z.string(),
    limits: z.object({
      shortageBelow: z
        .number()
        .openapi({ description: "An hour is short where capacity by demand lies under this," }),
      leastProbability: share.openapi({ description: "more demand than capacity is so probable," }),
      leastUnserved: sessions.openapi({ description: "and so many sessions are expected to go unserved." }),
      alertUnserved: sessions.openapi({
        description: "Sessions unserved in neighbouring short hours from which an alert is raised.",
      }),
      surplusAbove: z.number(),
    }),
  })
  .openapi("DemandGround");

export const accuracyFiguresSchema = z
  .object({
    hours: count,
    actual: sessions.openapi({ description: "Sessions that came." }),
    wape: z.number().nullable().openapi({ description: "Sum of absolute errors of the median by sessions." }),
    floorWape: z
      .number()
      .nullable()
      .openapi({ description: "What a perfect forecast of the rate would still miss, by chance alone." }),
    referenceWape: z.number().nullable(),
    withoutOverridesWape: z.number().nullable(),
    bias: z.number().nullable().openapi({ description: "(Forecast − actual) by actual." }),
    mape: z.number().nullable().openapi({ description: "Over hours with five sessions or more." }),
    busyHours: count,
    mase: z.number().nullable().openapi({ description: "Against the same hour of the week before." }),
    deviance: z.number().nullable().openapi({ description: "Mean Poisson deviance of an hour." }),
    referenceDeviance: z.number().nullable(),
    coverage: share.nullable(),
    exactCoverage: share
      .nullable()
      .openapi({ description: "What an exact law of counts would have covered." }),
    referenceCoverage: share.nullable(),
    meanWidth: z.number().nullable(),
    msis: z.number().nullable().openapi({ description: "Mean scaled interval score, seasonal 168 hours." }),
    referenceMsis: z.number().nullable(),
  })
  .openapi("ForecastAccuracyFigures");

export const basisSchema = z
  .object({
    ownShare: share.openapi({
      description: "Share of the forecast that rests on the subject's own history.",
    }),
    ownWeeks: z.number().nonnegative(),
    borrowedFrom: z.string().nullable(),
  })
  .openapi("ForecastBasis");

export const servingModelSchema = z
  .object({
    modelId: z.int(),
    kind: z.string(),
    title: z.string(),
    chosenBy: z.string().openapi({ description: "selection, or who put this version back into service." }),
    since: instant,
  })
  .openapi("ServingModel");

const timelineSchema = z
  .object({
    from: instant.openapi({ description: "The first hour; the others follow without a gap." }),
    states: z.array(balanceState),
    probabilities: z
      .array(share.nullable())
      .openapi({ description: "That there will be more demand than capacity." }),
  })
  .openapi("BalanceTimeline");

export const subjectOverviewSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    category: z.string().nullable(),
    hours: count.openapi({ description: "Hours ahead that are summed up, at most seven days." }),
    expected: sessions.openapi({ description: "Sessions expected, booked ones included." }),
    expectedLower: sessions.openapi({ description: "95 % limits of the sum." }),
    expectedUpper: sessions,
    booked: count,
    bookedShare: share.nullable(),
    expectedWithoutOverrides: sessions,
    capacity: sessions.nullable(),
    balance: z
      .number()
      .nullable()
      .openapi({ description: "Capacity by demand; null while capacity is unknown." }),
    hoursShort: count.nullable(),
    hoursSurplus: count.nullable(),
    expectedUnserved: sessions.nullable(),
    worst: z
      .object({ hour: instant, shortageProbability: share, expectedUnserved: sessions })
      .nullable()
      .openapi({ description: "The hour with the most sessions that cannot be served." }),
    utilisation: z.number().nullable().openapi({ description: "Hours taught by hours available, 28 days." }),
    accuracy: z
      .object({
        wape: z.number(),
        floorWape: z.number(),
        referenceWape: z.number(),
        coverage: share,
        hours: count,
      })
      .nullable()
      .openapi({ description: "A day ahead, over the last 28 days." }),
    model: servingModelSchema.nullable(),
    basis: basisSchema.nullable(),
    timeline: timelineSchema,
  })
  .openapi("DemandSubject");

export const subjectsOverviewSchema = z
  .object({
    ground: groundSchema,
    all: subjectOverviewSchema.openapi({ description: "The visible subjects together." }),
    data: z
      .array(subjectOverviewSchema)
      .openapi({ description: "The most sessions that cannot be served first." }),
  })
  .openapi("DemandSubjects");

const intervalSchema = z.object({ mean: sessions, lower: z.number(), upper: z.number() });

export const historyHourSchema = z
  .object({
    hour: instant,
    booked: count.nullable().openapi({ description: "Sessions booked for the hour; null where unknown." }),
    served: count.nullable().openapi({ description: "Of these, those held." }),
    forecast: intervalSchema.nullable().openapi({ description: "As it was forecast a day ahead." }),
    outlier: z.object({ weight: share, reason: z.string(), isMarkedByHand: z.boolean() }).nullable(),
  })
  .openapi("DemandHistoryHour");

export const outlookHourSchema = z
  .object({
    hour: instant,
    mean: sessions,
    median: sessions,
    lower: sessions,
    upper: sessions,
    booked: count,
    bookedShare: share.nullable().openapi({ description: "Share of the mean that is booked already." }),
    expectedCancelled: sessions.openapi({ description: "Of the mean, sessions that will not be held." }),
    reference: intervalSchema,
    meanWithoutOverride: sessions,
    overrideId: z.int().nullable(),
    previousMean: sessions.nullable().openapi({ description: "What the run before said of this hour." }),
    capacity: sessions.nullable(),
    available: count.nullable().openapi({ description: "Tutors at work who could teach it." }),
    bookedTutors: count.nullable(),
    balance: z.number().nullable(),
    state: balanceState,
    shortageProbability: share.nullable(),
    expectedUnserved: sessions.nullable(),
  })
  .openapi("DemandOutlookHour");

export const hoursSchema = z
  .object({
    ground: groundSchema,
    code: z.string(),
    name: z.string(),
    history: z.array(historyHourSchema).openapi({ description: "Hours that have passed, without a gap." }),
    outlook: z.array(outlookHourSchema),
  })
  .openapi("DemandHours");

const pastWeekSchema = z.object({
  hour: instant,
  booked: count,
  weight: share.openapi({ description: "What the hour weighs in training." }),
});

export const explanationSchema = z
  .object({
    ground: groundSchema,
    code: z.string(),
    name: z.string(),
    hour: outlookHourSchema,
    parts: z
      .array(
        z.object({
          part: z.enum([
            "level",
            "trend",
            "hour_and_day",
            "holiday",
            "season",
            "feature",
            "booked",
            "override",
            "reconciled",
          ]),
          name: z.string().nullable(),
          factor: z
            .number()
            .openapi({ description: "Sessions for the level; what it is multiplied by otherwise." }),
          mean: z.number().openapi({ description: "The mean after this part." }),
        }),
      )
      .openapi({ description: "Factors that multiply to the mean, in their order." }),
    booking: z.object({
      booked: count,
      leadHours: z.number().nonnegative(),
      usualShare: share.openapi({
        description: "Share of sessions that is booked so long before, as a rule.",
      }),
      expectedWithoutBookings: sessions,
      remainder: sessions,
    }),
    nearestWeeks: z.array(pastWeekSchema),
    override: z
      .object({
        id: z.int(),
        kind: z.enum(["set", "scale"]),
        amount: z.number(),
        reason: z.string(),
        by: z.string(),
      })
      .nullable(),
    difference: z
      .object({
        previousMadeAt: instant,
        previousMean: sessions,
        change: z.number(),
        causes: z.array(
          z.object({
            cause: z.enum(["bookings", "model", "override", "history"]),
            sessions: z.number(),
            sentence: z.string(),
          }),
        ),
        isLarge: z.boolean(),
      })
      .nullable()
      .openapi({ description: "Against the run before, for the same hour." }),
    model: servingModelSchema.nullable(),
    basis: basisSchema.nullable(),
  })
  .openapi("ForecastExplanation");

export const accuracySchema = z
  .object({
    asOf: instant,
    days: count,
    distanceDays: z.int(),
    all: accuracyFiguresSchema,
    bySubject: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        isBelowThreshold: z.boolean(),
        figures: accuracyFiguresSchema,
      }),
    ),
    byDistance: z.array(z.object({ distanceDays: z.int(), figures: accuracyFiguresSchema })),
    byWeek: z.array(z.object({ startsOn: date, figures: accuracyFiguresSchema })),
    rollingCoverage: z
      .array(z.object({ day: date, coverage: share, exactCoverage: share, hours: count }))
      .openapi({ description: "Over the seven days that end with each day." }),
    targetMape: share.openapi({ description: "For hours with enough sessions that it can be reached." }),
  })
  .openapi("ForecastAccuracy");

export const utilisationSchema = z
  .object({
    asOf: instant,
    data: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        hoursTaught: z.number().nonnegative(),
        hoursAvailable: z.number().nonnegative(),
        utilisation: z.number().nullable(),
        tutors: count,
        byWeek: z.array(
          z.object({
            startsOn: date,
            hoursTaught: z.number().nonnegative(),
            hoursAvailable: z.number().nonnegative(),
            utilisation: z.number().nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi("SubjectUtilisation");

export type DemandGround = z.infer<typeof groundSchema>;
export type SubjectOverview = z.infer<typeof subjectOverviewSchema>;
export type SubjectsOverview = z.infer<typeof subjectsOverviewSchema>;
export type HistoryHour = z.infer<typeof historyHourSchema>;
export type OutlookHour = z.infer<typeof outlookHourSchema>;
export type DemandHours = z.infer<typeof hoursSchema>;
export type ForecastExplanation = z.infer<typeof explanationSchema>;
export type AccuracyFigures = z.infer<typeof accuracyFiguresSchema>;
export type ForecastAccuracy = z.infer<typeof accuracySchema>;
export type SubjectUtilisation = z.infer<typeof utilisationSchema>;
export type ServingModel = z.infer<typeof servingModelSchema>;
export type ForecastBasisShown = z.infer<typeof basisSchema>;
