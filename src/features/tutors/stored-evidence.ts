import { z } from "zod";
import { tutorFlags } from "#domain/tutors/tutor-flag.ts";

const comparison = z.object({
  before: z.number().nullable(),
  after: z.number().nullable(),
  change: z.number().nullable(),
  direction: z.enum(["improving", "declining", "stable", "too_few"]),
});

/** A comparison of two stretches, as tutor performance stores it. */
export const storedTrendSchema = z
  .object({ days: z.number(), success: comparison, rating: comparison })
  .nullable();

export type StoredTrend = z.infer<typeof storedTrendSchema>;

/** A flag with its evidence, as tutor performance stores it. */
export const storedFlagSchema = z.object({
  code: z.enum(tutorFlags),
  certainty: z.number(),
  isRaised: z.boolean(),
  raisedAt: z.string().nullable(),
  waits: z.boolean().default(false),
  evidence: z.object({
    successes: z.number(),
    trials: z.number(),
    rate: z.number(),
    lower: z.number(),
    upper: z.number(),
    limit: z.number(),
    expectedRate: z.number(),
    drop: z
      .object({
        sinceDay: z.number(),
        before: z.object({
          rate: z.number(),
          successes: z.number().optional(),
          trials: z.number().optional(),
        }),
      })
      .nullable(),
  }),
});

export type StoredFlag = z.infer<typeof storedFlagSchema>;

export const storedFlagsSchema = z.array(storedFlagSchema);
