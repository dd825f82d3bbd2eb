import { z } from "@hono/zod-openapi";
import { listPage } from "#platform/http/list-page.ts";
import { accuracyFiguresSchema } from "./schemas/accuracy.ts";

const instant = z.iso.datetime();
const share = z.number().min(0).max(1);
const count = z.int().nonnegative();
const sessions = z.number().nonnegative();
const reason = z.string().trim().min(3).max(500);

/** What can be done against a gap. Levers differ in how they are carried out, and in how long they take. */
export const leverSchema = z
  .object({
    kind: z.enum(["ask_tutors", "extend_hours", "move_demand", "recruit"]),
    title: z.string(),
    leadHours: z.number().nonnegative().openapi({ description: "Hours that it takes to work." }),
    isInTime: z.boolean(),
    closesSessions: sessions.openapi({ description: "Sessions that it would let be served." }),
    cents: z.number().nonnegative().openapi({ description: "What it costs, all in all." }),
    tutors: z
      .array(z.object({ id: z.int(), name: z.string(), why: z.string() }))
      .openapi({ description: "Whom to ask, the likeliest first." }),
    why: z.string(),
  })
  .openapi("ImbalanceLever");

export const episodeSchema = z
  .object({
    id: z.int(),
    code: z.string(),
    name: z.string(),
    kind: z.enum(["shortage", "surplus"]),
    state: z.enum(["open", "filled", "passed", "gone"]),
    startsAt: instant,
    endsAt: instant,
    hoursUntil: z.number().openapi({ description: "From now to its start; negative once it has begun." }),
    worstHour: instant,
    worstBalance: z.number().nullable(),
    tutorsMissing: sessions,
    unservedSessions: sessions,
    unservedLow: sessions,
    unservedHigh: sessions,
    centsAtStake: count,
    probability: share,
    severity: z.enum(["critical", "warning", "info"]),
    worstSeverity: z.enum(["critical", "warning", "info"]),
    levers: z.array(leverSchema),
    raisedAt: instant,
    raisedHoursAhead: z.number(),
    closedAt: instant.nullable(),
    outcome: z.record(z.string(), z.unknown()).nullable(),
  })
  .openapi("ImbalanceEpisode");

export const episodesSchema = listPage(episodeSchema)
  .extend({ counts: z.object({ shortage: count, surplus: count }).openapi({ description: "Open ones." }) })
  .openapi("ImbalanceEpisodes");

export const candidateScoreSchema = z
  .object({
    kind: z.string(),
    title: z.string(),
    isChosen: z.boolean(),
    figures: accuracyFiguresSchema.partial(),
  })
  .openapi("CandidateScore");

export const modelVersionSchema = z
  .object({
    id: z.int(),
    code: z.string(),
    name: z.string(),
    kind: z.string(),
    title: z.string(),
    isServing: z.boolean(),
    chosenBy: z.string(),
    reason: z.string().nullable(),
    trainedFrom: instant,
    trainedTo: instant,
    createdAt: instant,
    retiredAt: instant.nullable(),
    parameters: z.record(z.string(), z.unknown()),
    candidates: z
      .array(candidateScoreSchema)
      .openapi({ description: "All that were tried on past weeks, the best first." }),
    sinceServing: accuracyFiguresSchema
      .nullable()
      .openapi({ description: "What came of its forecasts a day ahead." }),
  })
  .openapi("ForecastModelVersion");

export const modelsSchema = listPage(modelVersionSchema).openapi("ForecastModelVersions");

export const serveModelSchema = z.object({ reason });

export const overrideSchema = z
  .object({
    id: z.int(),
    code: z.string(),
    name: z.string(),
    from: instant,
    to: instant,
    kind: z.enum(["set", "scale"]),
    amount: z.number().nonnegative(),
    reason: z.string(),
    state: z.enum(["coming", "in_force", "over", "ended"]),
    createdBy: z.string(),
    createdAt: instant,
    endedAt: instant.nullable(),
    endedBy: z.string().nullable(),
    effect: z
      .object({ expected: sessions, expectedWithout: sessions })
      .nullable()
      .openapi({ description: "Over its hours that are still ahead." }),
    result: z
      .object({ hours: count, actual: sessions, errorWith: sessions, errorWithout: sessions })
      .nullable()
      .openapi({
        description: "Over its hours that have passed: absolute errors a day ahead with it and without.",
      }),
  })
  .openapi("DemandOverride");

export const overridesSchema = listPage(overrideSchema).openapi("DemandOverrides");

export const newOverrideSchema = z
  .object({
    code: z.string().min(1).max(100),
    from: instant,
    to: instant,
    kind: z.enum(["set", "scale"]),
    amount: z.number().min(0).max(100_000).openapi({
      description: "Sessions in each hour (set), or what the forecast is multiplied by (scale).",
    }),
    reason,
  })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "lies after the beginning" })
  .refine(({ kind, amount }) => kind === "set" || amount <= 20, {
    path: ["amount"],
    error: "A forecast is multiplied by 20 at most.",
  })
  .openapi("NewDemandOverride");

export const outlierSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    hour: instant,
    booked: count,
    expected: sessions.nullable(),
    weight: share,
    reason: z.string(),
    isMarkedByHand: z.boolean(),
    markedBy: z.string(),
    markedAt: instant,
  })
  .openapi("DemandOutlier");

export const outliersSchema = listPage(outlierSchema).openapi("DemandOutliers");

export const markOutlierSchema = z
  .object({
    code: z.string().min(1).max(100).openapi({ description: "A subject, or all of them." }),
    from: instant,
    to: instant,
    weight: share.default(0),
    reason,
  })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "lies after the beginning" })
  .openapi("MarkDemandOutliers");

export const unmarkOutlierSchema = z
  .object({ code: z.string().min(1).max(100), from: instant, to: instant, reason })
  .refine(({ from, to }) => from < to, { path: ["to"], error: "lies after the beginning" })
  .openapi("UnmarkDemandOutliers");

export const markedSchema = z.object({ hours: count });

export const runSchema = z
  .object({
    id: z.int(),
    kind: z.enum(["daily", "early", "selection", "manual"]),
    reason: z.string().nullable(),
    madeAt: instant,
    basedOnUntil: instant,
    trainedFrom: instant,
    trainedTo: instant,
    subjects: count,
    hours: count,
    durationMs: z.number().nonnegative(),
    settingsVersion: z.int(),
  })
  .openapi("ForecastRun");

export const runsSchema = listPage(runSchema).openapi("ForecastRuns");

export const askRunSchema = z.object({
  kind: z.enum(["manual", "selection"]).default("manual").openapi({
    description: "selection: try all models on past weeks first. manual: forecast with those that serve.",
  }),
  reason,
});

export type Lever = z.infer<typeof leverSchema>;
export type ImbalanceEpisode = z.infer<typeof episodeSchema>;
export type ImbalanceEpisodes = z.infer<typeof episodesSchema>;
export type ModelVersion = z.infer<typeof modelVersionSchema>;
export type ModelVersions = z.infer<typeof modelsSchema>;
export type DemandOverride = z.infer<typeof overrideSchema>;
export type DemandOverrides = z.infer<typeof overridesSchema>;
export type NewOverride = z.infer<typeof newOverrideSchema>;
export type DemandOutlier = z.infer<typeof outlierSchema>;
export type DemandOutliers = z.infer<typeof outliersSchema>;
export type ForecastRun = z.infer<typeof runSchema>;
export type ForecastRuns = z.infer<typeof runsSchema>;
