import { expect, test } from "vitest";
import { recordChanges } from "./record-changes.ts";

const changes = (before: unknown, after: unknown) =>
  recordChanges(JSON.stringify(before), JSON.stringify(after));

test("what was edited is named value by value", () => {
  const before = { id: 1, rating: "7", goals: [{ title: "a", mood: 1 }], gone: null, same: { x: [1] } };
  const after = {
    id: 1,
    rating: "5.0",
    goals: [{ title: "b", mood: 1 }, { title: "c" }],
    same: { x: [1] },
    added: true,
  };
  expect(changes(before, after)).toEqual([
    { path: "rating", from: '"7"', to: '"5.0"' },
    { path: "goals[0].title", from: '"a"', to: '"b"' },
    { path: "goals[1]", from: null, to: '{"title":"c"}' },
    { path: "gone", from: "null", to: null },
    { path: "added", from: null, to: "true" },
  ]);
});

test("nothing, another kind of value, and text that is no JSON", () => {
  expect(recordChanges('{"a": 1.0}', '{ "a":1 }')).toEqual([]);
  expect(changes({ a: [1] }, { a: { 0: 1 } })).toEqual([{ path: "a", from: "[1]", to: '{"0":1}' }]);
  expect(recordChanges("{broken", '{"a":1}')).toEqual([{ path: "", from: '"{broken"', to: '{"a":1}' }]);
  expect(changes({ a: "x".repeat(999) }, {})[0]?.from).toHaveLength(301);
});
