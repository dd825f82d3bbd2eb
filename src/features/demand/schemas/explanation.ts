import { z } from "@hono/zod-openapi";
import { count, instant, sessions, share } from "./atoms.ts";
import { groundSchema } from "./ground.ts";
import { outlookHourSchema } from "./hours.ts";
import { basisSchema, servingModelSchema } from "./subjects.ts";

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

export type ForecastExplanation = z.infer<typeof explanationSchema>;
