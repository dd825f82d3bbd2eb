import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { defineRoute } from "#platform/http/route.ts";
import { queueFilters } from "./queue-filter.ts";
import {
  actedOnManySchema,
  assignManySchema,
  changeBodySchema,
  colleaguesSchema,
  customerWorkSchema,
  interventionSchema,
  noteSchema,
  recordBodySchema,
  recordedSchema,
  recordManySchema,
  workQueueSchema,
} from "./schemas.ts";
import { interventionSettingsSchema } from "./weights.ts";

const reading = { tags: ["interventions"], method: "get" as const, limit: "read" as const };
const writing = { tags: ["interventions"], method: "post" as const, limit: "write" as const };
const operator = "operator" as const;
const customer = z.object({ id: z.coerce.number<string>().int().positive() });
const body = <Schema extends z.ZodType>(schema: Schema) => ({ required: true, content: jsonContent(schema) });
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});

/** Rows that the queue shows at once, and the most that a program may ask for. */
const queuePage = { usual: 50, most: 200 };

const settingsAnswerSchema = z.object({ version: z.int(), value: interventionSettingsSchema });

const queueSelection = {
  who: z.enum(queueFilters).default("all"),
  cut: z.enum(["today", "none"]).default("today"),
};

export const queueRoute = defineRoute({
  ...reading,
  role: "viewer",
  path: "/work-queue",
  summary:
    "Customers to work on, from the most money at risk, then the most urgent, and how many fit into today",
  request: {
    query: z.object({
      ...queueSelection,
      cursor: cursorParameter,
      pageSize: pageSizeParameter(queuePage),
    }),
  },
  responses: answer("One page of the queue", workQueueSchema),
});

export const exportQueueRoute = defineRoute({
  ...reading,
  limit: "export",
  role: "viewer",
  path: "/work-queue.csv",
  summary: "The work queue as a CSV file, in its order",
  request: { query: z.object(queueSelection) },
  responses: { 200: { description: "The file", content: { "text/csv": { schema: z.string() } } } },
});

export const workRoute = defineRoute({
  ...reading,
  role: "viewer",
  path: "/customers/{id}/work",
  summary: "What to do for a customer, whether it may be done now, and what was done",
  request: { params: customer },
  responses: answer("The work on the customer", customerWorkSchema),
});

export const recordRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/customers/{id}/interventions",
  summary: "Record an action, done or planned; what follows is measured",
  request: { params: customer, body: body(recordBodySchema) },
  responses: {
    201: { description: "Recorded, with the address to use", content: jsonContent(recordedSchema) },
  },
});

export const changeRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/customers/{id}/interventions/{intervention}",
  summary: "End an intervention, take it back, add a note, or say its outcome",
  request: {
    params: customer.extend({ intervention: z.coerce.number<string>().int().positive() }),
    body: body(changeBodySchema),
  },
  responses: answer("The intervention as it is now", interventionSchema),
});

export const ownerRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/customers/{id}/owner",
  summary: "Hand a customer to a colleague, or to nobody",
  request: { params: customer, body: body(z.object({ ownerId: z.string().max(200).nullable() })) },
  responses: { 204: { description: "Done" } },
});

export const snoozeRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/customers/{id}/snooze",
  summary: "Take a customer out of the queue until a date, or put it back",
  request: {
    params: customer,
    body: body(z.object({ until: z.iso.datetime().nullable(), note: noteSchema.nullable().default(null) })),
  },
  responses: { 204: { description: "Done" } },
});

export const assignManyRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/work/owner",
  summary: "Hand several customers to a colleague, or to nobody; says who was refused and why",
  request: { body: body(assignManySchema) },
  responses: answer("What was done with this step of them", actedOnManySchema),
});

export const recordManyRoute = defineRoute({
  ...writing,
  role: operator,
  path: "/work/interventions",
  summary: "Record an action for several customers, by the rules for one; says who was refused and why",
  request: { body: body(recordManySchema) },
  responses: answer("What was done with this step of them", actedOnManySchema),
});

export const colleaguesRoute = defineRoute({
  ...reading,
  role: operator,
  path: "/colleagues",
  summary: "Everybody who can be given a customer",
  responses: answer("Names", colleaguesSchema),
});

export const settingsRoute = defineRoute({
  ...reading,
  role: "viewer",
  path: "/interventions/settings",
  summary: "The numbers about working with customers, and their version",
  responses: answer("The settings in force", settingsAnswerSchema),
});

export const saveSettingsRoute = defineRoute({
  ...writing,
  role: "admin",
  path: "/interventions/settings",
  summary: "Save another version of the numbers about working with customers",
  request: {
    body: body(z.object({ value: interventionSettingsSchema, note: noteSchema.nullable().default(null) })),
  },
  responses: answer("The version that was saved", settingsAnswerSchema),
});
