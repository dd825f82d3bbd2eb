import { z } from "@hono/zod-openapi";
import { componentNames } from "./component-scores.ts";
import { tiers } from "./ladder.ts";

const instant = z.iso.datetime();
const component = z.enum(componentNames);
const tier = z.enum(tiers);

export const healthReasonSchema = z.object({
  component,
  points: z.number().openapi({ description: "What it takes from 100." }),
  score: z.number(),
  weight: z.number(),
  text: z.string(),
});

export const missingComponentSchema = z.object({ component, weight: z.number(), text: z.string() });

export const healthFlagSchema = z.object({ code: z.string(), text: z.string(), since: instant });

/** A score in words, as the list and the page of a customer show it. */
export const healthInWordsSchema = z.object({
  reasons: z.array(healthReasonSchema),
  missing: z.array(missingComponentSchema),
  flags: z.array(healthFlagSchema),
  forcedText: z.string().nullable(),
  callsInWindow: z.int().nullable(),
});

export const customerHealthSchema = healthInWordsSchema
  .extend({
    customerId: z.int(),
    score: z.int().nullable(),
    tier: tier.nullable(),
    scoreTier: tier.nullable(),
    forcedBy: z.string().nullable(),
    forcedSince: instant.nullable(),
    confidence: z.number().nullable(),
    unscoredReason: z.string().nullable(),
    lastSessionAt: instant.nullable(),
    settingsVersion: z.int().nullable(),
    computedAt: instant
      .nullable()
      .openapi({ description: "When the score last moved; null while none was computed yet." }),
    checkedAt: instant
      .nullable()
      .openapi({ description: "Up to when the scores of all customers are right." }),
    limits: z
      .object({ criticalUpTo: z.number(), atRiskUpTo: z.number(), healthyUpTo: z.number() })
      .openapi({ description: "The highest score of each tier below thriving." }),
  })
  .openapi("CustomerHealth");

export const recordReferenceSchema = z.object({
  resource: z.enum(["sessions", "calls", "goals"]),
  id: z.int(),
});

export const healthCauseSchema = z.object({
  component: z.enum([...componentNames, "settings", "status", "tier"]),
  points: z.number(),
  text: z.string(),
  records: z.array(recordReferenceSchema),
});

export const healthChangeSchema = z
  .object({
    asOf: instant,
    score: z.int().nullable(),
    tier: tier.nullable(),
    previousScore: z.int().nullable(),
    previousTier: tier.nullable(),
    forcedBy: z.string().nullable(),
    unscoredReason: z.string().nullable(),
    causes: z.array(healthCauseSchema),
    isReconstructed: z.boolean().openapi({ description: "Computed afterwards for a past instant." }),
  })
  .openapi("HealthChange");

export const changeSumSchema = z
  .object({
    from: instant,
    to: instant,
    scoreFrom: z.int().nullable(),
    scoreTo: z.int().nullable(),
    tierFrom: tier.nullable(),
    tierTo: tier.nullable(),
    points: z.int().nullable().openapi({ description: "Null where there is no score at both ends." }),
    parts: z
      .array(
        z.object({
          component: z.enum([...componentNames, "settings", "rounding"]),
          points: z.int(),
          text: z.string(),
          records: z.array(recordReferenceSchema),
        }),
      )
      .openapi({ description: "Most points first; they add up to `points`." }),
    unscoredReason: z.string().nullable(),
    changes: z.int().openapi({ description: "Changes of score or tier in between." }),
    text: z.string(),
    lastContactAt: instant
      .nullable()
      .openapi({ description: "When somebody last called or wrote to the customer." }),
  })
  .openapi("HealthChangeSum");

export type ChangeSumAnswer = z.infer<typeof changeSumSchema>;
export type CustomerHealthAnswer = z.infer<typeof customerHealthSchema>;
export type HealthChange = z.infer<typeof healthChangeSchema>;
