import { expect, test } from "vitest";
import { changeText } from "./change-text.ts";
import type { HealthFeatures } from "./features.ts";
import { mergeTexts } from "./merge-texts.ts";
import { defaultHealthSettings } from "./weights.ts";

const withCalls = (...reasons: string[]): HealthFeatures => ({
  signedUpAtMs: 0,
  firstSession: null,
  earlySessions: null,
  lastSession: null,
  recentSessionIds: [],
  tutors: null,
  calls: reasons.map((reason, index) => ({ id: index + 1, atMs: index, reason })),
  callsCriticalSinceMs: null,
  goal: null,
  booked: null,
});

test("calls are counted by what they were about, so that several changes add up", () => {
  const text = (before: HealthFeatures, after: HealthFeatures) =>
    changeText.inbound_calls(before, after, 0, defaultHealthSettings).text;
  const first = text(withCalls(), withCalls("tutor_complaint", "billing"));
  expect(first).toBe("1 tutor complaint call, 1 billing call");
  const second = text(
    withCalls("tutor_complaint", "billing"),
    withCalls("tutor_complaint", "billing", "tutor_complaint"),
  );
  expect(second).toBe("1 tutor complaint call");
  expect(mergeTexts([first, second])).toBe("2 tutor complaint calls, 1 billing call");
});
