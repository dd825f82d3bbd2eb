import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import { retryWaiting } from "./retry-waiting.ts";

/** Writes the records in quarantine for which somebody asked for a retry: the web process may not write records. */
export const retryQuarantined = defineJob({
  name: "ingest.quarantine_retry",
  schema: z.object({}),
  tries: 5,
  backoffSeconds: 5,
  exclusiveKey: () => "all",
  async run(ctx) {
    const outcomes = await retryWaiting(ctx);
    ctx.log.info(outcomes, "worked off the retries from quarantine");
  },
});
