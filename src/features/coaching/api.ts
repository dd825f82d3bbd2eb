import { z } from "@hono/zod-openapi";
import { asViewer } from "#db/transaction.ts";
import { cursorParameter } from "#platform/http/cursor.ts";
import { jsonContent } from "#platform/http/json-content.ts";
import { pageSizeParameter } from "#platform/http/list-page.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { readOwners } from "./queries.ts";
import { readRecommendations, readResources, saveResources } from "./resources.ts";
import * as schemas from "./schemas.ts";
import { closeTask, giveTask, handOverTask, listTasks } from "./tasks.ts";
import { tasksPerPage } from "./weights.ts";

const reading = {
  method: "get" as const,
  tags: ["coaching"],
  role: "viewer" as const,
  limit: "read" as const,
};
const writing = {
  method: "post" as const,
  tags: ["coaching"],
  role: "operator" as const,
  limit: "write" as const,
};
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});
const body = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true as const,
  content: jsonContent(schema),
});

const idParameter = z.object({ id: z.coerce.number<string>().int().positive() });
const tutorParameter = z.coerce.number<string>().int().positive();

const listRoute = defineRoute({
  ...reading,
  path: "/coaching/tasks",
  summary:
    "Tasks of coaching with the tutors' measures before and after, by default open ones, the first due first",
  request: {
    query: z.object({
      state: z.enum(["open", "done", "cancelled", "all"]).default("open"),
      tutor: tutorParameter.optional(),
      owner: z.enum(["me", "anyone"]).default("anyone"),
      cursor: cursorParameter,
      pageSize: pageSizeParameter({ usual: tasksPerPage, most: 200 }),
    }),
  },
  responses: answer("One page of tasks", schemas.taskListSchema),
});

const giveRoute = defineRoute({
  ...writing,
  path: "/coaching/tasks",
  summary: "Give somebody the task to coach a tutor",
  request: { body: body(schemas.newTaskSchema) },
  responses: answer("The task", schemas.taskSchema),
});

const closeRoute = defineRoute({
  ...writing,
  path: "/coaching/tasks/{id}/close",
  summary: "Close an open task as done or cancelled",
  request: { params: idParameter, body: body(schemas.closeTaskSchema) },
  responses: answer("The task", schemas.taskSchema),
});

const handOverRoute = defineRoute({
  ...writing,
  path: "/coaching/tasks/{id}/hand-over",
  summary: "Give an open task another owner or another day",
  request: { params: idParameter, body: body(schemas.handOverSchema) },
  responses: answer("The task", schemas.taskSchema),
});

const ownersRoute = defineRoute({
  ...reading,
  role: "operator",
  path: "/coaching/owners",
  summary: "Users to whom a task can be given",
  responses: answer("Names, in their order", schemas.ownersSchema),
});

const resourcesRoute = defineRoute({
  ...reading,
  path: "/coaching/resources",
  summary: "Resources of coaching by flag and subject",
  responses: answer("The version in force", schemas.storedResourcesSchema),
});

const saveResourcesRoute = defineRoute({
  ...writing,
  role: "admin",
  path: "/coaching/resources",
  summary: "Save all resources as a new version",
  request: { body: body(schemas.newResourcesSchema) },
  responses: answer("The new version", schemas.storedResourcesSchema),
});

const recommendationsRoute = defineRoute({
  ...reading,
  path: "/coaching/recommendations",
  summary: "What to practise with a tutor",
  request: { query: z.object({ tutor: tutorParameter }) },
  responses: answer("Recommendations, the most urgent first", schemas.recommendationsSchema),
});

/** Routes over coaching. */
export const coachingApi = createApi()
  .openapi(listRoute, async (c) => {
    const { state, tutor, owner, ...page } = c.req.valid("query");
    const selection = {
      state: state === "all" ? null : state,
      tutorId: tutor ?? null,
      ownerId: owner === "me" ? c.var.viewer.userId : null,
    };
    return c.json(await listTasks(c.var, { ...selection, ...page }), 200);
  })
  .openapi(giveRoute, async (c) => c.json(await giveTask(c.var, c.req.valid("json")), 200))
  .openapi(closeRoute, async (c) => {
    return c.json(await closeTask(c.var, c.req.valid("param").id, c.req.valid("json")), 200);
  })
  .openapi(handOverRoute, async (c) => {
    return c.json(await handOverTask(c.var, c.req.valid("param").id, c.req.valid("json")), 200);
  })
  .openapi(ownersRoute, async (c) => {
    const { db, viewer } = c.var;
    return c.json({ data: await asViewer(db, viewer, async (trx) => await readOwners(trx)) }, 200);
  })
  .openapi(resourcesRoute, async (c) => c.json(await readResources(c.var), 200))
  .openapi(saveResourcesRoute, async (c) => c.json(await saveResources(c.var, c.req.valid("json")), 200))
  .openapi(recommendationsRoute, async (c) => {
    return c.json(await readRecommendations(c.var, c.req.valid("query").tutor), 200);
  });
