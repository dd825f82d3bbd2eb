import { z } from "@hono/zod-openapi";
import { jsonContent } from "#platform/http/json-content.ts";
import { defineRoute } from "#platform/http/route.ts";
import { accuracySchema } from "./schemas/accuracy.ts";
import { explanationSchema } from "./schemas/explanation.ts";
import { allSubjects } from "./schemas/ground.ts";
import { hoursSchema } from "./schemas/hours.ts";
import { subjectsOverviewSchema } from "./schemas/subjects.ts";
import { utilisationSchema } from "./schemas/utilisation.ts";
import { historyDaysShown, mostHistoryDays } from "./weights.ts";

const reading = {
  method: "get" as const,
  tags: ["demand"],
  role: "viewer" as const,
  limit: "read" as const,
};
const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: jsonContent(schema) },
});

const subject = z.object({
  subject: z
    .string()
    .min(1)
    .max(100)
    .openapi({ description: `A subject's code, or "${allSubjects}".` }),
});

export const subjectsRoute = defineRoute({
  ...reading,
  path: "/demand/subjects",
  summary: "The next seven days by subject: demand, bookings, capacity, hours that are short, accuracy",
  responses: answer("Every visible subject, and all together", subjectsOverviewSchema),
});

export const hoursRoute = defineRoute({
  ...reading,
  path: "/demand/subjects/{subject}/hours",
  summary: "One subject, or all together, hour by hour: what was, and what is expected",
  request: {
    params: subject,
    query: z.object({
      historyDays: z.coerce.number<string>().int().min(0).max(mostHistoryDays).default(historyDaysShown),
    }),
  },
  responses: answer("History and outlook", hoursSchema),
});

export const explanationRoute = defineRoute({
  ...reading,
  path: "/demand/subjects/{subject}/hours/{hour}/explanation",
  summary: "Why so many sessions are expected of a subject in an hour, and what changed since the run before",
  request: { params: subject.extend({ hour: z.iso.datetime() }) },
  responses: answer("The parts of the forecast", explanationSchema),
});

export const utilisationRoute = defineRoute({
  ...reading,
  path: "/demand/utilisation",
  summary: "Hours taught by hours available, by subject and week, over the last 28 days",
  responses: answer("Every visible subject", utilisationSchema),
});

export const accuracyRoute = defineRoute({
  ...reading,
  path: "/demand/accuracy",
  summary:
    "What became of the forecasts: by subject, distance and week, beside the reference and chance's floor",
  request: {
    query: z.object({
      subject: z.string().min(1).max(100).default(allSubjects),
      distanceDays: z.coerce.number<string>().int().min(1).max(7).default(1),
      days: z.coerce.number<string>().int().min(7).max(365).default(28),
    }),
  },
  responses: answer("Figures of accuracy", accuracySchema),
});
