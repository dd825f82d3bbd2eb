import { recruitRule, shortageRule } from "#features/demand/imbalance/shortage-rules.ts";
import type { RecommendationRule } from "#platform/recommendations/recommendation-rule.ts";

/** Every rule that makes recommendations. Add a feature's rules here. */
export const recommendationRules: readonly RecommendationRule[] = [shortageRule, recruitRule];
