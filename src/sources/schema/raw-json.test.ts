import fc from "fast-check";
import { expect, test } from "vitest";
import { rawEntries, rawField } from "./raw-json.ts";

test("cuts values out to the letter", () => {
  const text =
    '{ "meta" : {"a]": [1]}, "rows" : [ {"id": 1.0, "t": "\\u0041]\\"}"} , [[]],null,-1e5 ,"x" ] }\n';
  expect(rawField(text, "meta")).toBe('{"a]": [1]}');
  expect(rawEntries(rawField(text, "rows") ?? "")).toEqual([
    '{"id": 1.0, "t": "\\u0041]\\"}"}',
    "[[]]",
    "null",
    "-1e5",
    '"x"',
  ]);
  expect(rawField(text, "none")).toBeNull();
});

test("takes the last of two fields with one name, as JSON.parse does", () => {
  expect(rawField('{"a":1,"\\u0061":2}', "a")).toBe("2");
});

test("gives what JSON.parse gives", () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.constantFrom("", " ", "\n\t "), (entries, space) => {
      const list = `[${space}${entries.join(`${space},${space}`)}${space}]`;
      const text = `{${space}"other"${space}:${space}"}],"${space},${space}"rows"${space}:${space}${list}${space}}`;
      const cut = rawEntries(rawField(text, "rows") ?? "");
      expect(cut).toEqual(entries.map((entry) => entry.trim()));
      expect(cut.map((entry) => JSON.parse(entry))).toEqual(JSON.parse(text).rows);
    }),
  );
});
