import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import { measureInterventions } from "./measure-interventions.ts";
import { rebuildQueueIfOld } from "./rebuild-queue.ts";
import type { DescribeHealth } from "./situation.ts";

const input = z.object({});

/** Fills in every day what followed the actions of the last weeks. */
export const measureInterventionsJob = defineJob<"interventions.measure", z.infer<typeof input>>({
  name: "interventions.measure",
  schema: input,
  tries: 5,
  backoffSeconds: 30,
  exclusiveKey: () => "interventions",
  async run(ctx) {
    const changed = await measureInterventions(ctx.db, ctx.now());
    ctx.log.info({ changed }, "interventions are measured");
  },
});

/** Puts the work queue together anew where its settings or rules are others than before. */
export const rebuildQueueJob = (describe: DescribeHealth) =>
  defineJob<"interventions.rebuild-queue", z.infer<typeof input>>({
    name: "interventions.rebuild-queue",
    schema: input,
    tries: 5,
    backoffSeconds: 30,
    exclusiveKey: () => "work-queue",
    async run(ctx) {
      const isRebuilt = await rebuildQueueIfOld(ctx, describe, ctx.now());
      if (isRebuilt) ctx.log.info("the work queue is put together anew");
    },
  });
