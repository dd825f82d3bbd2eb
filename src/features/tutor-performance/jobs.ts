import { z } from "zod";
import { defineJob, exclusiveLockName } from "#platform/queue/job.ts";
import { runTutorPass } from "./pass.ts";

const input = z.object({
  /** Everyone, whether or not anything about them changed. */
  full: z.boolean().optional(),
});

const jobName = "tutor-performance.update";
const exclusiveKey = "tutor-performance";

/** The lock that a pass outside of the queue takes, so that it never runs beside one of the queue. */
export const tutorPassLock = exclusiveLockName(jobName, exclusiveKey);

/** Keeps the tutors' measures current: every business day for everyone, and after changes for whom they touch. */
export function updateTutorsJob(businessTimezone: string) {
  return defineJob<typeof jobName, z.infer<typeof input>>({
    name: jobName,
    schema: input,
    tries: 5,
    backoffSeconds: 10,
    exclusiveKey: () => exclusiveKey,
    async run(ctx, { full }) {
      const kind = full ? "full" : "incremental";
      const pass = await runTutorPass(ctx, { kind, asOf: ctx.now(), businessTimezone });
      ctx.log.info({ ...pass, durationMs: Math.round(pass.durationMs) }, "tutors' measures are current");
    },
  });
}
