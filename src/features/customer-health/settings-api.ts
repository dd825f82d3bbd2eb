import { z } from "@hono/zod-openapi";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { listPage } from "#platform/http/list-page.ts";
import { newestFirstQuery } from "#platform/http/newest-first.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { updateHealthJob } from "./jobs.ts";
import { readRules } from "./read-rules.ts";
import { runWhatIf } from "./run-what-if.ts";
import { listSettingsVersions, saveHealthSettings } from "./save-settings.ts";
import {
  settingsAnswerSchema,
  settingsChangeSchema,
  settingsVersionSchema,
  whatIfQuestionSchema,
  whatIfSchema,
} from "./settings-schemas.ts";

const tags = ["customer health"];

const readRoute = defineRoute({
  tags,
  method: "get",
  path: "/health-settings",
  summary: "The numbers of the health score that are in force, and the defaults",
  role: "viewer",
  limit: "read",
  responses: { 200: { description: "The settings", content: jsonContent(settingsAnswerSchema) } },
});

const versionsRoute = defineRoute({
  tags,
  method: "get",
  path: "/health-settings/versions",
  summary: "Every version of the settings, newest first: who changed what, and when",
  role: "admin",
  limit: "read",
  request: { query: z.object(newestFirstQuery) },
  responses: { 200: { description: "Versions", content: jsonContent(listPage(settingsVersionSchema)) } },
});

const saveRoute = defineRoute({
  tags,
  method: "put",
  path: "/health-settings",
  summary: "Save a new version; everyone is computed with it in the next pass",
  role: "admin",
  limit: "write",
  request: { body: { required: true, content: jsonContent(settingsChangeSchema) } },
  responses: {
    200: { description: "Saved", content: jsonContent(z.object({ version: z.int() })) },
  },
});

const whatIfRoute = defineRoute({
  tags,
  method: "post",
  path: "/health-settings/what-if",
  summary: "Which customers other settings would move to another tier; nothing is saved",
  role: "admin",
  limit: "expensive",
  request: { body: { required: true, content: jsonContent(whatIfQuestionSchema) } },
  responses: { 200: { description: "What would change", content: jsonContent(whatIfSchema) } },
});

const placeSchema = z.object({ version: z.int() });

// Queueing takes name, input and tries of the job alone; the worker knows how the work queue is kept.
const queued = updateHealthJob(async () => undefined);

/** Routes over the numbers of the health score. */
export const healthSettingsApi = createApi()
  .openapi(readRoute, async (c) => {
    return c.json(await readRules(c.var), 200);
  })
  .openapi(versionsRoute, async (c) => {
    const { cursor, limit } = c.req.valid("query");
    const before = cursor === undefined ? null : decodeCursor(cursor, placeSchema).version;
    const { data, total } = await listSettingsVersions(c.var.db, c.var.viewer, { before, limit });
    const last = data.at(-1);
    const nextCursor =
      last && last.version > 1 && data.length === limit ? encodeCursor({ version: last.version }) : null;
    const versions = data.map((row) => ({ ...row, changedAt: row.changedAt?.toISOString() ?? null }));
    return c.json({ data: versions, nextCursor, total }, 200);
  })
  .openapi(saveRoute, async (c) => {
    const { queue } = c.var;
    const version = await saveHealthSettings(c.var, c.req.valid("json"));
    // A pass that finds a new version computes everyone.
    await queue.enqueue(queued, {}, { dedupeKey: "settings" });
    return c.json({ version }, 200);
  })
  .openapi(whatIfRoute, async (c) => {
    const { settings: proposed, offset, limit } = c.req.valid("json");
    const startedMs = performance.now();
    const asOf = c.var.now();
    const { settings } = await readRules(c.var);
    const found = await runWhatIf(c.var, { asOf, settings, proposed, offset, limit });
    const nextOffset = offset + limit < found.changed ? offset + limit : null;
    const tookMs = Math.round(performance.now() - startedMs);
    return c.json({ ...found, asOf: asOf.toISOString(), nextOffset, tookMs }, 200);
  });
