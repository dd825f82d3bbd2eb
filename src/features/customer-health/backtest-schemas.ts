import { z } from "@hono/zod-openapi";
import { tiers } from "./ladder.ts";
import { healthSettingsSchema } from "./weights.ts";

const instant = z.iso.datetime();
const tier = z.enum(tiers);
const leavers = z.object({ customers: z.int(), left: z.int() });
const share = z.object({ rate: z.number(), low: z.number(), high: z.number() }).nullable();

export const backtestSchema = z
  .object({
    id: z.int(),
    state: z.enum(["queued", "running", "done", "failed"]),
    settings: healthSettingsSchema,
    settingsVersion: z.int().nullable(),
    changes: z.array(z.string()).openapi({ description: "What differs from the settings in force." }),
    requestedAt: instant,
    finishedAt: instant.nullable(),
    computed: z.int(),
    total: z.int().nullable(),
    error: z.string().nullable(),
    cutOffs: z
      .array(
        z.object({
          at: instant,
          population: z.int(),
          examined: z.int(),
          tiers: z.object({ critical: leavers, at_risk: leavers, healthy: leavers, thriving: leavers }),
        }),
      )
      .nullable(),
    summary: leavers
      .extend({
        leaving: share,
        tiers: z.array(leavers.extend({ tier, leaving: share, lift: z.number().nullable() })),
        missed: share.openapi({
          description: "Of those who left, the share that stood healthy or thriving.",
        }),
        auc: z.number().nullable(),
      })
      .nullable(),
  })
  .openapi("HealthBacktest");

export const backtestsSchema = z.object({
  saved: backtestSchema.nullable().openapi({ description: "The newest of settings that were saved." }),
  trial: backtestSchema.nullable().openapi({ description: "The newest of settings that are only tried." }),
});

export type BacktestAnswer = z.infer<typeof backtestSchema>;
export type BacktestsAnswer = z.infer<typeof backtestsSchema>;
