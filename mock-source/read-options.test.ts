import { expect, it } from "vitest";
import { readOptions, WrongOption } from "./read-options.ts";

const tokens = { SOURCE_API_TOKEN: "one", SUPPORT_API_TOKEN: "two" };

it("reads defaults, variables, and options, which win", () => {
  expect(readOptions([], tokens)).toEqual({
    port: 4010,
    seed: 7,
    customers: 2000,
    sourceToken: "one",
    supportToken: "two",
    speed: 1,
    anchor: null,
    faults: [],
    scenes: [],
  });
  const env = {
    ...tokens,
    MOCK_SOURCE_PORT: "5000",
    MOCK_SPEED: "60",
    MOCK_JOURNAL: "a.ndjson",
    MOCK_FAULTS: '[{"kind":"reset"}]',
    MOCK_SCENES: "bad-week, shortage",
    CLOCK_ANCHOR: "2026-03-08T00:00:00.000Z/2026-03-09T00:00:00.000Z",
  };
  expect(readOptions([], env)).toMatchObject({
    port: 5000,
    speed: 60,
    journalPath: "a.ndjson",
    anchor: { realMs: Date.parse("2026-03-08T00:00:00Z"), worldMs: Date.parse("2026-03-09T00:00:00Z") },
    faults: [{ kind: "reset" }],
    scenes: [{ scene: "bad-week" }, { scene: "shortage" }],
  });
  const args = ["--port=5001", "--fault", '{"kind":"hang"}', "--fault", '{"kind":"late"}'];
  expect(readOptions([...args, "--scene", '{"scene":"bad-week","customer":4}'], env)).toMatchObject({
    port: 5001,
    faults: [{ kind: "hang" }, { kind: "late" }],
    scenes: [{ scene: "bad-week", customer: 4 }],
  });
  expect(readOptions(["--help"], {})).toBeNull();
});

it.each([
  [["--port", "0"], {}, '--port must be a whole number from 1 to 65535, but is "0".'],
  [["--speed", "fast"], {}, '--speed must be a number from 1 to 3600, but is "fast".'],
  [["--loud"], {}, "Unknown option '--loud'; ask with --help for what there is."],
  [["--fault", "reset"], {}, "--fault must be JSON, but is reset."],
  [["--fault", "[]"], {}, "--fault must be a JSON object, but is []."],
  [[], { MOCK_CUSTOMERS: "5" }, 'MOCK_CUSTOMERS must be a whole number from 20 to 1000000, but is "5".'],
  [
    [],
    { CLOCK_ANCHOR: "today" },
    'CLOCK_ANCHOR must be two instants with a slash between them, but is "today".',
  ],
  [[], { SOURCE_API_TOKEN: "" }, "set SOURCE_API_TOKEN to the token that readers will send, without spaces."],
])("%j with %j is refused", (args, env, sentence) => {
  const read = () => readOptions(args, { ...tokens, ...env });
  expect(read).toThrow(WrongOption);
  expect(read).toThrow(sentence);
});
