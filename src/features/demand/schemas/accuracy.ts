import { z } from "@hono/zod-openapi";
import { count, date, instant, sessions, share } from "./atoms.ts";

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

export type AccuracyFigures = z.infer<typeof accuracyFiguresSchema>;

export type ForecastAccuracy = z.infer<typeof accuracySchema>;
