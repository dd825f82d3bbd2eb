import { afterAll, expect, test } from "vitest";
import { outsideSubject } from "#sources/fixtures/outside-rows.ts";
import { resources } from "#sources/source.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { ingestionJobs } from "./jobs.ts";
import { pollSchedule } from "./poll-schedule.ts";

const harness = await createIngestionHarness();
afterAll(async () => await harness.close());

test("the poll job polls its resource, and leaves it alone where another poll is running", async () => {
  const [job] = ingestionJobs(harness.sources);
  const { db, now, log, progress } = harness.context();
  const ctx = { db, now, log, progress, signal: new AbortController().signal };
  const input = job.schema.parse({ resource: "subjects", trigger: "schedule" });
  expect(job.exclusiveKey?.(input)).toBe("subjects");
  harness.server.put("subjects", outsideSubject());
  const others: Promise<void>[] = [];
  harness.server.hooks.beforeAnswer = () => {
    if (others.length === 0) others.push(job.run(ctx, input));
  };
  await job.run(ctx, input);
  await Promise.all(others);
  expect(await harness.rows("select trigger, state from ingestion_runs")).toEqual([
    { trigger: "schedule", state: "succeeded" },
  ]);
  expect(await harness.exported("subjects")).toHaveLength(1);
});

test("every resource is polled, as often as the business asked or as the made world moves", () => {
  const live = pollSchedule("live");
  expect(live.map((entry) => entry.resource)).toEqual([...resources]);
  expect(live.find((entry) => entry.resource === "sessions")?.everySeconds).toBe(300);
  expect(pollSchedule("mock").find((entry) => entry.resource === "calls")?.everySeconds).toBe(15);
});
