import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOutJson, lineOfPath, linesOfPaths } from "./json-layout.ts";

describe("laying out JSON text", () => {
  test("puts one value on each line and changes none", () => {
    const text =
      '{"id":90071992547409931,"rate": 1.50,"rate":1.0,"goals":[{"t":"a\\u0000,{"}, null],"none":[],"no":{}}';
    expect(layOutJson(text).split("\n")).toEqual([
      "{",
      '  "id": 90071992547409931,',
      '  "rate": 1.50,',
      '  "rate": 1.0,',
      '  "goals": [',
      "    {",
      '      "t": "a\\u0000,{"',
      "    },",
      "    null",
      "  ],",
      '  "none": [],',
      '  "no": {}',
      "}",
    ]);
  });

  test("is what JSON.stringify makes of any value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(layOutJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });
});

describe("the line of a path", () => {
  const lines = linesOfPaths('{\n "id": 1,\n "goals": [\n  {"title": "x"},\n  {\n   "title": 2}\n ]\n}');

  test.each([
    ["id", 1],
    ["goals", 2],
    ["goals[0].title", 3],
    ["goals[1]", 4],
    ["goals[1].title", 5],
    ["goals[1].missing", 4],
    ["missing", 0],
    ["goals[7].title", 2],
    ["", 0],
  ])("%s is on line %i", (path, line) => {
    expect(lineOfPath(lines, path)).toBe(line);
  });

  test("is found as far as broken text can be read", () => {
    const broken = linesOfPaths('{\n "id": 1,\n "status": "gone');
    expect(lineOfPath(broken, "status")).toBe(2);
    expect(lineOfPath(linesOfPaths(""), "id")).toBeNull();
  });
});
