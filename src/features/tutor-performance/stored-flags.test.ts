import { expect, it } from "vitest";
import type { AssessedFlag, FlagCode } from "./flags.ts";
import { carryFlags, chooseWaiting, flagChanges, shownCodes } from "./stored-flags.ts";

const evidence: AssessedFlag["evidence"] = {
  successes: 10,
  trials: 20,
  rate: 0.5,
  lower: 0.3,
  upper: 0.7,
  limit: 0.7,
  expectedRate: 0.8,
  drop: null,
};
const flag = (code: FlagCode, isRaised: boolean): AssessedFlag => ({
  code,
  certainty: 0.9,
  isRaised,
  evidence,
});
const first = { asOf: new Date("2026-03-02T12:00:00Z"), sessionsAtStake: 8 };
const later = { ...first, asOf: new Date("2026-03-05T12:00:00Z") };

it("shows a new flag at once, but lets one that asks for a coach wait for its turn", () => {
  const stored = carryFlags([flag("underperforming", true), flag("needs_coaching", true)], [], first);
  expect(stored).toMatchObject([
    { raisedAt: "2026-03-02T12:00:00.000Z", waits: false },
    { raisedAt: null, waits: true },
  ]);
  expect(shownCodes(stored)).toEqual(["underperforming"]);
});

it("keeps since when a flag is shown, and notes that it came and that it fell", () => {
  const raised = carryFlags([flag("underperforming", true)], [], first);
  const kept = carryFlags([flag("underperforming", true)], raised, later);
  expect(kept[0]?.raisedAt).toBe("2026-03-02T12:00:00.000Z");
  const fallen = carryFlags([flag("underperforming", false)], kept, later);
  expect(fallen).toMatchObject([{ raisedAt: null, waits: false }]);
  expect(flagChanges(1, [], raised)).toMatchObject([{ change: "raised" }]);
  expect(flagChanges(1, raised, kept)).toEqual([]);
  expect(flagChanges(1, kept, fallen)).toMatchObject([{ change: "fell" }]);
});

it("shows the worst first, as many as there is room for", () => {
  const waiting = [
    { tutorId: 1, certainty: 0.99, sessionsAtStake: 2 },
    { tutorId: 2, certainty: 0.8, sessionsAtStake: 20 },
    { tutorId: 3, certainty: 0.9, sessionsAtStake: 10 },
    { tutorId: 4, certainty: 0.9, sessionsAtStake: 10 },
  ];
  expect(chooseWaiting(waiting, 3)).toEqual([2, 3, 4]);
  expect(chooseWaiting(waiting, 0)).toEqual([]);
  expect(chooseWaiting(waiting, -1)).toEqual([]);
});
