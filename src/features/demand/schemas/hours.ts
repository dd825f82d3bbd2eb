import { z } from "@hono/zod-openapi";
import { count, instant, sessions, share } from "./atoms.ts";
import { balanceState, groundSchema } from "./ground.ts";

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

export type HistoryHour = z.infer<typeof historyHourSchema>;

export type OutlookHour = z.infer<typeof outlookHourSchema>;

export type DemandHours = z.infer<typeof hoursSchema>;
