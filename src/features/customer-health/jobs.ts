import { z } from "zod";
import { defineJob, exclusiveLockName } from "#platform/queue/job.ts";
import type { KeepQueue } from "./keep-queue.ts";
import { runHealthPass } from "./pass.ts";

const input = z.object({
  /** Everyone, whether or not anything about them changed. */
  full: z.boolean().optional(),
  /** Only customers whose records changed; those whose time has come wait for the next scheduled pass. */
  changesOnly: z.boolean().optional(),
});

const jobName = "customer-health.update";
const exclusiveKey = "customer-health";

/** The lock that a pass outside of the queue takes, so that it never runs beside one of the queue. */
export const healthPassLock = exclusiveLockName(jobName, exclusiveKey);

/** Keeps the scores current: after every change of records, and by schedule for what time alone changes. */
export const updateHealthJob = (keepQueue: KeepQueue) =>
  defineJob<typeof jobName, z.infer<typeof input>>({
    name: jobName,
    schema: input,
    tries: 5,
    backoffSeconds: 5,
    exclusiveKey: () => exclusiveKey,
    async run(ctx, { full, changesOnly }) {
      const kind = full ? "full" : changesOnly ? "changes" : "incremental";
      const pass = await runHealthPass({ ...ctx, keepQueue }, { kind, asOf: ctx.now() });
      ctx.log.info({ ...pass, durationMs: Math.round(pass.durationMs) }, "health scores are current");
    },
  });
