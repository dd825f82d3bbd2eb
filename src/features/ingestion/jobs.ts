import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import { resources, type Source } from "#sources/source.ts";
import { pollResource } from "./poll-resource.ts";

const pollInput = z.object({
  resource: z.enum(resources),
  trigger: z.enum(["schedule", "manual"]),
});

/** Polls one resource. A poll that finds another one of its resource running leaves it alone. */
export const pollJob = (sources: readonly Source[]) =>
  defineJob({
    name: "ingest.poll",
    schema: pollInput,
    tries: 3,
    backoffSeconds: 10,
    exclusiveKey: ({ resource }) => resource,
    async run(ctx, { resource, trigger }) {
      const summary = await pollResource(ctx, sources, resource, trigger);
      if (summary === null) ctx.log.info({ resource }, "another poll of this resource is running");
      else ctx.log.info(summary, "polled");
    },
  });

/** The jobs of ingestion. */
export function ingestionJobs(sources: readonly Source[]) {
  return [pollJob(sources)] as const;
}
