import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type {} from "#test/database/provided-context.ts";
import { runCampaign } from "./campaign.ts";
import { type FaultKind, faultKinds } from "./fault-kinds.ts";
import { type Ground, openGround } from "./ground/ground.ts";
import { makeSchedule } from "./make-schedule.ts";
import type { Outcome } from "./run-schedule.ts";
import { profiles } from "./schedule.ts";
import { countKinds } from "./summary.ts";

const seed = 1;
const indexes = Array.from({ length: 25 }, (_, index) => index);

let ground: Ground;
let outcomes: Outcome[] = [];

beforeAll(async () => {
  ground = await openGround({
    superuserUrl: inject("templateSuperuserUrl"),
    ownerUrl: inject("templateOwnerUrl"),
  });
  outcomes = await runCampaign({ ground, seed, indexes, jobs: 3 });
}, 300_000);

afterAll(async () => await ground.close());

describe("after any sequence of faults our tables equal the source's live rows", () => {
  test.each(indexes)(`schedule %i of seed ${seed}`, (index) => {
    const outcome = outcomes.find(({ schedule }) => schedule.index === index);
    const again = `npm run faults -- --seed ${seed} --schedule ${index}`;
    expect(outcome?.faults, `${again}\n${JSON.stringify(outcome?.schedule)}`).toEqual([]);
    expect(outcome?.rowsCompared).toBeGreaterThan(0);
  });
});

test("every kind of fault has happened", () => {
  const never = [...countKinds(outcomes)].filter(([, { times }]) => times === 0).map(([kind]) => kind);
  expect(never.filter((kind) => !isLeftOut(kind)).map((kind) => faultKinds[kind])).toEqual([]);
});

/** A full disk can only be had where this machine lets us mount a small one. */
function isLeftOut(kind: FaultKind): boolean {
  return kind === "full_disk" && !ground.canMount();
}

test("a schedule comes from its seed and number alone", () => {
  for (const index of indexes) {
    const made = makeSchedule(seed, index, profiles);
    expect(made).toEqual(makeSchedule(seed, index, profiles));
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made).not.toEqual({ ...makeSchedule(seed + 1, index, profiles), seed });
  }
});
