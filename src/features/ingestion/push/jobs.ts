import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import type { ReadPush, Source } from "#sources/source.ts";
import { writePushes } from "./write-pushes.ts";

/** Writes what was pushed. One at a time, so that what arrived first is written first. */
export const writePushesJob = (sources: readonly Source[], read: ReadPush) =>
  defineJob({
    name: "ingest.push",
    schema: z.object({}),
    tries: 5,
    backoffSeconds: 5,
    exclusiveKey: () => "all",
    async run(ctx) {
      const summary = await writePushes(ctx, sources, read);
      if (summary.pushes > 0) ctx.log.info(summary, "wrote what was pushed");
    },
  });
