import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import type { ReadRecordText } from "./check-edit.ts";
import { retryWaiting } from "./retry-waiting.ts";

/** Writes the records in quarantine for which somebody asked for a retry: the web process may not write records. */
export const retryQuarantinedJob = (readText: ReadRecordText) =>
  defineJob({
    name: "ingest.quarantine_retry",
    schema: z.object({}),
    tries: 5,
    backoffSeconds: 5,
    exclusiveKey: () => "all",
    async run(ctx) {
      const outcomes = await retryWaiting(ctx, readText);
      ctx.log.info(outcomes, "worked off the retries from quarantine");
    },
  });
