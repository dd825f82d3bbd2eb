import { z } from "@hono/zod-openapi";
import { count, instant, sessions, share } from "./atoms.ts";
import { balanceState, groundSchema } from "./ground.ts";

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

export type SubjectOverview = z.infer<typeof subjectOverviewSchema>;

export type SubjectsOverview = z.infer<typeof subjectsOverviewSchema>;

export type ServingModel = z.infer<typeof servingModelSchema>;

export type ForecastBasisShown = z.infer<typeof basisSchema>;
