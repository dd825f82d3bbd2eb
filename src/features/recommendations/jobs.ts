import { z } from "zod";
import { defineJob } from "#platform/queue/job.ts";
import type { RecommendationRule } from "#platform/recommendations/recommendation-rule.ts";
import { measureRecommendations } from "./measure-recommendations.ts";
import { updateRecommendations } from "./update-recommendations.ts";

const input = z.object({});

/** Brings recommendations to what the rules find, and measures what came of those that were accepted. */
export function updateRecommendationsJob(rules: readonly RecommendationRule[]) {
  return defineJob<"recommendations.update", z.infer<typeof input>>({
    name: "recommendations.update",
    schema: input,
    tries: 5,
    backoffSeconds: 10,
    exclusiveKey: () => "recommendations",
    async run(ctx) {
      const asOf = ctx.now();
      const changed = await updateRecommendations(ctx.db, rules, asOf);
      const measured = await measureRecommendations(ctx.db, rules, asOf);
      ctx.log.info({ changed, measured }, "recommendations are current");
    },
  });
}
