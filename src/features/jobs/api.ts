import { z } from "@hono/zod-openapi";
import { jsonContent } from "#platform/http/json-content.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";
import { actOnJobs, runSchedule } from "./act-on-jobs.ts";
import { answerJob, answerJobs, answerKinds, answerSchedules } from "./answers.ts";
import { jobsContextOf } from "./jobs-context.ts";
import {
  actionResultSchema,
  actionSchema,
  jobDetailSchema,
  jobIdParameter,
  jobListQuery,
  jobPageSchema,
  kindsSchema,
  reasonBodySchema,
  scheduleParameter,
  schedulesSchema,
} from "./schemas.ts";

const about = { tags: ["jobs"], role: "admin" as const };

const listRoute = defineRoute({
  ...about,
  method: "get",
  path: "/jobs",
  summary: "Jobs, dead and failed ones first; the search looks through what is shown, without personal data",
  limit: "read",
  request: { query: jobListQuery },
  responses: { 200: { description: "Jobs", content: jsonContent(jobPageSchema) } },
});

const readRoute = defineRoute({
  ...about,
  method: "get",
  path: "/jobs/{id}",
  summary: "One job with its error and its runs, without personal data",
  limit: "read",
  request: { params: jobIdParameter },
  responses: { 200: { description: "The job", content: jsonContent(jobDetailSchema) } },
});

const actionParts = {
  ...about,
  method: "post" as const,
  limit: "write" as const,
  request: { body: { required: true, content: jsonContent(actionSchema) } },
  responses: { 200: { description: "What was done", content: jsonContent(actionResultSchema) } },
};

const retryRoute = defineRoute({
  ...actionParts,
  path: "/jobs/retry",
  summary: "Queue dead jobs again, and begin the next try of failed ones",
});

const discardRoute = defineRoute({
  ...actionParts,
  path: "/jobs/discard",
  summary: "Let go of jobs that do not run and are not a schedule's own",
});

const schedulesRoute = defineRoute({
  ...about,
  method: "get",
  path: "/job-schedules",
  summary: "What runs by the clock, with missed runs",
  limit: "read",
  responses: { 200: { description: "Schedules", content: jsonContent(schedulesSchema) } },
});

const runRoute = defineRoute({
  ...about,
  method: "post",
  path: "/job-schedules/{key}/run",
  summary: "Have a schedule's job run now",
  limit: "write",
  request: {
    params: scheduleParameter,
    body: { required: true, content: jsonContent(reasonBodySchema) },
  },
  responses: {
    202: { description: "Queued", content: jsonContent(z.object({ id: z.string() })) },
  },
});

const kindsRoute = defineRoute({
  ...about,
  method: "get",
  path: "/job-kinds",
  summary: "Rates, durations and lag of each kind of job, and of the readers of the change record",
  limit: "read",
  responses: { 200: { description: "Kinds", content: jsonContent(kindsSchema) } },
});

/** Routes over the queue. */
export const jobsApi = createApi()
  .openapi(listRoute, async (c) => {
    const { cursor, limit, ...filter } = c.req.valid("query");
    // A search masks and reads thousands of jobs; without one a page costs little.
    if (filter.search) await c.var.rateLimits.take("expensive", c.var.viewer.userId);
    return c.json(await answerJobs(jobsContextOf(c.var), filter, { cursor, limit }), 200);
  })
  .openapi(readRoute, async (c) =>
    c.json(await answerJob(jobsContextOf(c.var), c.req.valid("param").id), 200),
  )
  .openapi(retryRoute, async (c) => {
    const { reason, ...target } = c.req.valid("json");
    return c.json(await actOnJobs(jobsContextOf(c.var), "retry", target, reason), 200);
  })
  .openapi(discardRoute, async (c) => {
    const { reason, ...target } = c.req.valid("json");
    return c.json(await actOnJobs(jobsContextOf(c.var), "discard", target, reason), 200);
  })
  .openapi(schedulesRoute, async (c) => c.json(await answerSchedules(jobsContextOf(c.var)), 200))
  .openapi(runRoute, async (c) => {
    const id = await runSchedule(jobsContextOf(c.var), c.req.valid("param").key, c.req.valid("json").reason);
    return c.json({ id }, 202);
  })
  .openapi(kindsRoute, async (c) => c.json(await answerKinds(jobsContextOf(c.var)), 200));
