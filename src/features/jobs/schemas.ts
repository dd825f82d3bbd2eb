import { z } from "@hono/zod-openapi";
import { cursorParameter } from "#platform/http/cursor.ts";
import { listPage, pageSizeParameter } from "#platform/http/list-page.ts";
import { runOutcomes } from "#platform/queue/run-recorder.ts";
import { jobStates } from "./job-states.ts";
import { mostNamed, reasonLength } from "./limits.ts";

const instant = z.iso.datetime();
const name = z.string().min(1).max(200);
const count = z.int().nonnegative();

export const jobIdParameter = z.object({ id: z.string().min(1).max(500) });
export const scheduleParameter = z.object({ key: name });

const filterShape = {
  state: z.enum(jobStates).optional(),
  job: name.optional(),
  schedule: name.optional(),
  search: z.string().max(200).optional(),
};

export const jobListQuery = z.object({
  ...filterShape,
  cursor: cursorParameter,
  limit: pageSizeParameter({ usual: 50, most: 200 }),
});

export const reasonSchema = z
  .string()
  .trim()
  .min(reasonLength.least, "Say in a few words why.")
  .max(reasonLength.most)
  .openapi({ description: "Why. It is kept in the audit log." });

const idsSchema = z.array(z.string().min(1).max(500)).min(1).max(mostNamed);
const filterSchema = z.object(filterShape);

export const actionSchema = z.union([
  z.object({ reason: reasonSchema, ids: idsSchema }).strict(),
  z.object({ reason: reasonSchema, filter: filterSchema }).strict(),
]);

export const reasonBodySchema = z.object({ reason: reasonSchema });

export const jobSchema = z
  .object({
    id: z.string(),
    job: z.string(),
    state: z.enum(jobStates),
    schedule: z.string().nullable(),
    at: instant,
    dueAt: instant.nullable(),
    tries: count,
    mostTries: count,
    times: count.openapi({ description: "How often a schedule's job died since somebody last looked." }),
    canRetry: z.boolean(),
    canDiscard: z.boolean(),
    input: z.unknown().openapi({ description: "Without personal data." }),
    progress: z.unknown(),
    error: z.string().nullable(),
    code: z.string().nullable(),
  })
  .openapi("Job");

export const jobPageSchema = listPage(jobSchema).extend({
  counts: z.record(z.enum(jobStates), count),
  countsByJob: z.record(z.string(), count),
  cut: z.array(z.enum(jobStates)).openapi({
    description: "States of which only the newest 5,000 jobs were looked through.",
  }),
});

export const runStates = [...runOutcomes, "running", "broke_off"] as const;

export const jobDetailSchema = jobSchema.extend({
  stack: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  runs: z.array(
    z.object({
      try: count,
      couldStartAt: instant,
      startedAt: instant,
      finishedAt: instant.nullable(),
      durationMs: count.nullable(),
      state: z.enum(runStates),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});

export const actionResultSchema = z.object({
  done: z.array(z.object({ id: z.string(), job: z.string() })),
  skipped: z.array(z.object({ id: z.string(), reason: z.string() })),
  left: count.openapi({ description: "Under the filter and not dealt with: one request takes 1,000." }),
});

export const schedulesSchema = z.object({
  asOf: instant,
  data: z.array(
    z.object({
      key: z.string(),
      job: z.string(),
      rate: z.union([
        z.object({ everySeconds: z.number() }),
        z.object({ cron: z.string(), timezone: z.string() }),
      ]),
      input: z.unknown(),
      nextAt: instant.nullable(),
      lastStartedAt: instant.nullable(),
      lastOutcome: z.enum(runOutcomes).nullable(),
      lastSuccessAt: instant.nullable(),
      missed: count.openapi({ description: "Runs of the last 24 hours that did not begin in time." }),
      missedAt: z.array(instant),
      state: z.enum(["on_time", "missed", "failed", "failing", "new"]),
    }),
  ),
});

export const kindsSchema = z.object({
  asOf: instant,
  oldestDueAt: instant.nullable(),
  data: z.array(
    z.object({
      job: z.string(),
      counts: z.object({ waiting: count, active: count, delayed: count, failed: count, dead: count }),
      ranHour: count,
      failedHour: count,
      ranDay: count,
      failedDay: count,
      brokeOffDay: count,
      medianMs: z.number().nullable(),
      p95Ms: z.number().nullable(),
      oldestDueAt: instant.nullable(),
      nextRunAt: instant.nullable(),
    }),
  ),
  consumers: z.array(
    z.object({ consumer: z.string(), behind: count, isMore: z.boolean(), oldestAt: instant.nullable() }),
  ),
});

export type Job = z.infer<typeof jobSchema>;
export type JobDetail = z.infer<typeof jobDetailSchema>;
export type JobPageAnswer = z.infer<typeof jobPageSchema>;
export type SchedulesAnswer = z.infer<typeof schedulesSchema>;
export type ScheduleAnswer = SchedulesAnswer["data"][number];
export type KindsAnswer = z.infer<typeof kindsSchema>;
export type ActionAnswer = z.infer<typeof actionResultSchema>;
