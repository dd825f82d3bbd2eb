import { describe, expect, it } from "vitest";
import { certaintyWords } from "#domain/tutors/certainty-words.ts";
import { slippingFlag } from "#test/builders/tutor-measures.ts";
import { flagSentence } from "./flag-sentences.ts";
import { usualLimits } from "./limits-in-force.ts";
import type { StoredFlag } from "./stored-evidence.ts";

const say = (flag: Pick<StoredFlag, "code" | "certainty" | "evidence">) =>
  flagSentence(flag, usualLimits).replaceAll("\u00a0", " ");

const evidence = {
  successes: 31,
  trials: 52,
  rate: 0.63,
  lower: 0.5,
  upper: 0.75,
  limit: 0.7,
  expectedRate: 0.812,
  drop: null,
};

describe("flagSentence", () => {
  it("says since when first sessions succeed less often, what it was before, and how sure that is", () => {
    expect(say(slippingFlag)).toBe(
      "11 of 20 first sessions succeeded since 12 October; before, 85 %. With 97 % certainty the rate has dropped by a fifth or more.",
    );
  });

  it("names a drop that no common fraction names in per cent", () => {
    const flag = { ...slippingFlag, evidence: { ...slippingFlag.evidence, limit: 0.85 * 0.7 } };
    expect(say(flag)).toContain("has dropped by 30 % or more.");
  });

  it("says that no week was found where the rate did not drop", () => {
    expect(say({ code: "needs_coaching", certainty: 0.1, evidence })).toBe(
      "31 of 52 first sessions succeeded in the last weeks; no week was found since which they succeed less often.",
    );
  });

  it("holds success against the limit and against what is expected of the mix", () => {
    expect(say({ code: "underperforming", certainty: 0.92, evidence })).toBe(
      "31 of 52 first sessions succeeded in the last 12 weeks; 81 % would be expected of these subjects, customers and hours. With 92 % certainty the rate is under 70 %.",
    );
  });

  it("says how often the tutor cancels", () => {
    const cancelled = { ...evidence, successes: 9, trials: 60, limit: 0.1, expectedRate: 0.04 };
    expect(say({ code: "high_cancellation", certainty: 0.999, evidence: cancelled })).toBe(
      "The tutor cancelled 9 of 60 sessions in the last 8 weeks; 4 % is usual. With over 99 % certainty the share is above 10 %.",
    );
  });

  it("says what is missing where nothing was seen", () => {
    const none = { ...evidence, successes: 0, trials: 0 };
    expect(say({ code: "underperforming", certainty: 0.2, evidence: none })).toContain(
      "No first session was rated in the last 12 weeks.",
    );
    expect(say({ code: "high_cancellation", certainty: 0.2, evidence: none })).toContain(
      "No session was due in the last 8 weeks.",
    );
  });
});

describe("certaintyWords", () => {
  it("never says that something is wholly certain", () => {
    expect([1, 0.8, 0].map((certainty) => certaintyWords(certainty).replace("\u00a0", " "))).toEqual([
      "over 99 %",
      "80 %",
      "under 1 %",
    ]);
  });
});
