import { z } from "@hono/zod-openapi";
import { rangeNames } from "#platform/metrics/metric.ts";

export const rangeSchema = z.enum(rangeNames).default("today").openapi({
  description: "The stretch that figures cover: today so far, or the last 7 or 30 days.",
});

const changeSchema = z.object({
  difference: z.number(),
  share: z.number().nullable(),
  direction: z.enum(["up", "down", "flat"]),
  isGood: z.boolean().nullable(),
});

const pointSchema = z.object({ at: z.string(), value: z.number().nullable() });

export const overviewCardSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    question: z.string(),
    unit: z.enum(["count", "rating", "share", "ratio", "seconds"]),
    value: z.number().nullable().openapi({ description: "null: unknown, which is not zero" }),
    status: z.enum(["good", "warning", "critical", "neutral", "unknown"]),
    statusWord: z.string(),
    change: changeSchema.nullable(),
    comparedWith: z.string(),
    why: z.string(),
    sparkline: z.array(pointSchema),
    sampledAt: z.string().nullable(),
    href: z.string(),
    howComputed: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi("OverviewCard");

export const overviewSchema = z
  .object({
    asOf: z.string(),
    range: z.enum(rangeNames),
    staleAfterSeconds: z.number().openapi({ description: "The age from which a sample is old." }),
    cards: z.array(overviewCardSchema),
  })
  .openapi("Overview");

export type OverviewCard = z.infer<typeof overviewCardSchema>;
export type Overview = z.infer<typeof overviewSchema>;

export const metricDeclarationSchema = z
  .object({
    name: z.string(),
    title: z.string(),
    question: z.string(),
    unit: z.string(),
    goodDirection: z.string(),
    owner: z.string(),
    howComputed: z.string(),
  })
  .openapi("Metric");

export const seriesSchema = z
  .object({ metric: z.string(), dimension: z.string(), points: z.array(pointSchema) })
  .openapi("MetricSeries");
