import { z } from "@hono/zod-openapi";
import { listPage } from "#platform/http/list-page.ts";

export const recommendationStates = ["open", "accepted", "dismissed", "done", "expired"] as const;

export type RecommendationState = (typeof recommendationStates)[number];

const instant = z.iso.datetime();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();

export const recommendationSchema = z
  .object({
    id: z.int(),
    rule: z.string(),
    kind: z.string(),
    state: z.enum(recommendationStates),
    title: z.string(),
    reason: z.string(),
    entity: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
    subject: z
      .object({ code: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: "The entity, where that is a subject." }),
    episodeId: z.int().nullable(),
    expectedSessions: z.number().nullable(),
    expectedCentsLow: z.int().nullable(),
    expectedCentsHigh: z.int().nullable(),
    priority: z.number(),
    confidence: share.nullable(),
    deadlineAt: instant.nullable(),
    details: z.record(z.string(), z.unknown()),
    createdAt: instant,
    updatedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    decisionNote: z.string().nullable(),
    doneBy: z.string().nullable(),
    doneAt: instant.nullable(),
    outcome: z
      .object({
        sessions: z.number(),
        cents: z.int().nullable(),
        said: z.string(),
        details: z.record(z.string(), z.unknown()),
      })
      .nullable()
      .openapi({ description: "What followed, beside what was expected; null until it is measured." }),
  })
  .openapi("Recommendation");

export const recommendationsSchema = listPage(recommendationSchema)
  .extend({
    counts: z.object({ open: count, accepted: count, dismissed: count, done: count, expired: count }),
    acceptanceRate: share
      .nullable()
      .openapi({ description: "Accepted or done, by all that were decided; null before the first." }),
  })
  .openapi("Recommendations");

export const acceptanceSchema = z
  .object({
    data: z.array(
      z.object({
        kind: z.string(),
        decided: count,
        accepted: count,
        rate: share.nullable(),
        measured: count,
        expectedSessions: z.number().openapi({ description: "Of those that are measured." }),
        closedSessions: z.number(),
      }),
    ),
  })
  .openapi("RecommendationAcceptance");

const note = z.string().trim().max(500);
export const noteSchema = z.object({ note: note.default("") });
export const dismissSchema = z.object({ note: note.min(3, "Say why it is dismissed.") });

export type Recommendation = z.infer<typeof recommendationSchema>;
export type Recommendations = z.infer<typeof recommendationsSchema>;
export type RecommendationAcceptance = z.infer<typeof acceptanceSchema>;
