import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import { measureInterventions } from "./measure-interventions.ts";

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
