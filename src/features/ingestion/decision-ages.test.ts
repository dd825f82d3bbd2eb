import { expect, test } from "vitest";
import { decisionAges } from "./decision-ages.ts";

const at = (time: string) => `2026-05-01T${time}:00.000Z`;
const age = (resource: string, knownUntil: string | null, isStale = false) => ({
  resource,
  knownUntil,
  isStale,
});
const health = {
  decision: "h",
  title: "Health",
  basedOn: ["sessions", "calls"] as const,
  href: "/customers",
};

test("a decision is as old as the oldest of what it is based on", () => {
  const ages = [age("sessions", at("14:05")), age("calls", at("14:00"), true), age("tutors", at("09:00"))];
  expect(decisionAges(ages, [health])).toEqual([
    {
      decision: "h",
      title: "Health",
      href: "/customers",
      knownUntil: at("14:00"),
      isStale: true,
      basedOn: [age("sessions", at("14:05")), age("calls", at("14:00"), true)],
    },
  ]);
});

test("it is not known where one of them was never read, or has no source", () => {
  const known = age("sessions", at("14:05"));
  expect(decisionAges([known, age("calls", null, true)], [health])[0]?.knownUntil).toBeNull();
  expect(decisionAges([known], [health])[0]).toMatchObject({ knownUntil: null, isStale: true });
});
