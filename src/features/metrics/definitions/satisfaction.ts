import { defineRangeMetric } from "#platform/metrics/metric.ts";
import { formatCount } from "#ui/figures/format.ts";
import { sessionTotals } from "../session-totals.ts";
import { minimumRatedSessions } from "../weights.ts";

export const satisfaction = defineRangeMetric<{ rated: number; needed: number }>({
  kind: "range",
  name: "satisfaction",
  title: "Satisfaction",
  question: "How do customers rate their sessions?",
  unit: "rating",
  goodDirection: "up",
  // Ratings skew high: under 4.3 means that more than one session in ten disappoints; under 4 every fourth.
  limits: { warning: 4.3, critical: 4 },
  statusWords: { good: "good", warning: "low", critical: "very low" },
  href: "/customers",
  howComputed: `Mean rating (1 to 5) of the completed sessions in the range that were rated; unknown under ${minimumRatedSessions} ratings.`,
  owner: "operations",
  why: (value, { rated, needed }) =>
    value === null
      ? `Not enough data (${rated} of ${needed} ratings).`
      : `From ${formatCount(rated)} rated sessions.`,
  async readOver(ctx, range) {
    const { rated, ratingSum } = await sessionTotals(ctx, range);
    const details = { rated, needed: minimumRatedSessions };
    return { value: rated < minimumRatedSessions ? null : ratingSum / rated, details };
  },
});
