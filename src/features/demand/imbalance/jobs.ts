import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import { updateCapacity } from "../capacity/update-capacity.ts";
import { measureOutcomes } from "./measure-outcomes.ts";
import { updateEpisodes } from "./update-episodes.ts";

const input = z.object({});

/** What can be served in the hours ahead, then the episodes that follow from it: after changes, and as time passes. */
export const updateBalanceJob = defineJob<"demand.update-balance", z.infer<typeof input>>({
  name: "demand.update-balance",
  schema: input,
  tries: 5,
  backoffSeconds: 10,
  exclusiveKey: () => "demand-balance",
  async run(ctx) {
    const asOf = ctx.now();
    const capacity = await updateCapacity(ctx.db, asOf);
    const episodes = await updateEpisodes(ctx.db, asOf);
    const measured = await measureOutcomes(ctx.db, asOf);
    ctx.log.info({ capacity, episodes, measured }, "capacity and episodes are current");
  },
});
