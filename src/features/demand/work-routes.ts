import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { defineRoute } from "#platform/http/route.ts";
import { demandSettingsSchema } from "./weights.ts";
import * as schemas from "./work-schemas.ts";

const about = { tags: ["demand"] };
const reading = { ...about, method: "get" as const, role: "viewer" as const, limit: "read" as const };
const writing = { ...about, method: "post" as const, role: "operator" as const, limit: "write" as const };
const ruling = { ...writing, role: "admin" as const };
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: jsonContent(schema),
});
const id = z.object({ id: z.coerce.number<string>().int().positive() });
const page = { cursor: cursorParameter, pageSize: pageSizeParameter({ usual: 50, most: 200 }) };
const subject = z.string().min(1).max(100).optional();

export const episodesRoute = defineRoute({
  ...reading,
  path: "/demand/episodes",
  summary: "Stretches of hours with too few or too many tutors; open ones soonest first, others newest first",
  request: {
    query: z.object({
      ...page,
      subject,
      kind: z.enum(["shortage", "surplus"]).optional(),
      state: z.enum(["open", "closed", "all"]).default("open"),
    }),
  },
  responses: answer("One page of episodes", schemas.episodesSchema),
});

export const modelsRoute = defineRoute({
  ...reading,
  path: "/demand/models",
  summary: "Versions of the models by subject, newest first, with the scores of all that were tried",
  request: { query: z.object({ ...page, subject, serving: z.enum(["only", "any"]).default("any") }) },
  responses: answer("One page of versions", schemas.modelsSchema),
});

export const serveModelRoute = defineRoute({
  ...ruling,
  path: "/demand/models/{id}/serve",
  summary: "Put an older version of a subject's model into service; the next run forecasts with it",
  request: { params: id, body: body(schemas.serveModelSchema) },
  responses: answer("The version, now serving", schemas.modelVersionSchema),
});

export const overridesRoute = defineRoute({
  ...reading,
  path: "/demand/overrides",
  summary: "Forecasts that people have overridden, newest first, with what came of it",
  request: {
    query: z.object({ ...page, subject, state: z.enum(["standing", "all"]).default("standing") }),
  },
  responses: answer("One page of overrides", schemas.overridesSchema),
});

export const addOverrideRoute = defineRoute({
  ...writing,
  path: "/demand/overrides",
  summary: "Override the forecast of a subject for a stretch of hours ahead",
  request: { body: body(schemas.newOverrideSchema) },
  responses: { 201: { description: "Added", content: jsonContent(schemas.overrideSchema) } },
});

export const endOverrideRoute = defineRoute({
  ...writing,
  path: "/demand/overrides/{id}/end",
  summary: "End an override",
  request: { params: id },
  responses: answer("The override as it is now", schemas.overrideSchema),
});

export const outliersRoute = defineRoute({
  ...reading,
  path: "/demand/outliers",
  summary: "Hours that weigh less in training, newest first",
  request: { query: z.object({ ...page, subject }) },
  responses: answer("One page of hours", schemas.outliersSchema),
});

export const markOutliersRoute = defineRoute({
  ...writing,
  path: "/demand/outliers/mark",
  summary: "Mark hours as out of the ordinary: they weigh less in training from the next run on",
  request: { body: body(schemas.markOutlierSchema) },
  responses: answer("How many hours were marked", schemas.markedSchema),
});

export const unmarkOutliersRoute = defineRoute({
  ...writing,
  path: "/demand/outliers/unmark",
  summary: "Take hours as ordinary, whatever the detector says",
  request: { body: body(schemas.unmarkOutlierSchema) },
  responses: answer("How many hours were unmarked", schemas.markedSchema),
});

export const runsRoute = defineRoute({
  ...reading,
  path: "/demand/runs",
  summary: "Runs of the forecast, newest first, with the data that each rests on",
  request: { query: z.object(page) },
  responses: answer("One page of runs", schemas.runsSchema),
});

export const askRunRoute = defineRoute({
  ...writing,
  path: "/demand/runs",
  summary: "Forecast now; runs in the background",
  limit: "expensive",
  request: { body: body(schemas.askRunSchema) },
  responses: { 202: { description: "Queued", content: jsonContent(z.object({ jobId: z.string() })) } },
});

const settingsAnswerSchema = z.object({ version: z.int(), value: demandSettingsSchema });

export const settingsRoute = defineRoute({
  ...reading,
  path: "/demand/settings",
  summary: "The numbers of forecast and balance, and their version",
  responses: answer("The settings in force", settingsAnswerSchema),
});

export const saveSettingsRoute = defineRoute({
  ...ruling,
  path: "/demand/settings",
  summary: "Save another version of the numbers of forecast and balance",
  request: {
    body: body(
      z.object({ value: demandSettingsSchema, note: z.string().trim().max(500).nullable().default(null) }),
    ),
  },
  responses: answer("The version that was saved", settingsAnswerSchema),
});
