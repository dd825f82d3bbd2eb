import { z } from "@hono/zod-openapi";
import { tiers } from "./ladder.ts";
import { healthSettingsSchema } from "./weights.ts";

const instant = z.iso.datetime();
const tier = z.enum(tiers);
const count = z.int().nonnegative();

export const settingsAnswerSchema = z
  .object({ version: z.int(), settings: healthSettingsSchema, defaults: healthSettingsSchema })
  .openapi("HealthSettings");

export const settingsVersionSchema = z
  .object({
    version: z.int(),
    settings: healthSettingsSchema,
    changedAt: instant.nullable(),
    changedBy: z.string(),
    note: z.string().nullable(),
    changes: z.array(z.string()),
  })
  .openapi("HealthSettingsVersion");

export const settingsChangeSchema = z.object({
  settings: healthSettingsSchema,
  baseVersion: z.int().positive(),
  note: z.string().trim().max(500).nullable().default(null),
});

export const whatIfQuestionSchema = z.object({
  settings: healthSettingsSchema,
  offset: z.int().min(0).max(10_000).default(0),
  limit: z.int().min(1).max(200).default(50),
});

export const whatIfSchema = z
  .object({
    asOf: instant,
    basis: z.enum(["everyone", "sample"]),
    customers: count.openapi({ description: "Customers with a score, looked at or not." }),
    examined: count,
    changed: count.openapi({ description: "Of those looked at, how many would be in another tier." }),
    changedOfAll: z
      .object({ low: count, high: count })
      .openapi({ description: "Of all: exact where everyone was looked at, else an interval of 95 %." }),
    worsened: count,
    improved: count,
    scoreMoved: count,
    windows: z.array(z.string()).openapi({ description: "Windows that differ, for which records are read." }),
    cells: z.array(z.object({ from: tier, to: tier, customers: count })),
    moves: z.array(
      z.object({
        customerId: z.int(),
        name: z.string(),
        from: tier,
        to: tier,
        scoreBefore: z.int(),
        scoreAfter: z.int(),
      }),
    ),
    nextOffset: count.nullable(),
    tookMs: count,
  })
  .openapi("HealthWhatIf");

export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;
export type SettingsVersionAnswer = z.infer<typeof settingsVersionSchema>;
export type WhatIfAnswer = z.infer<typeof whatIfSchema>;
