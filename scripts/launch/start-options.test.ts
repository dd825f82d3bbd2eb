import { expect, test } from "vitest";
import { readStartOptions } from "./start-options.ts";

test("options of the mock source become the variables that it reads", () => {
  expect(readStartOptions([])).toEqual({ isDev: false, asksForHelp: false, variables: {} });
  const args = [
    "--dev",
    "--speed",
    "60",
    "--scene",
    "bad-week",
    "--scene",
    '{"scene":"shortage","subject":"latin"}',
  ];
  expect(readStartOptions([...args, "--fault", '{"kind":"late"}', "--fault", '{"kind":"drift"}'])).toEqual({
    isDev: true,
    asksForHelp: false,
    variables: {
      MOCK_SPEED: "60",
      MOCK_SCENES: '[{"scene":"bad-week"},{"scene":"shortage","subject":"latin"}]',
      MOCK_FAULTS: '[{"kind":"late"},{"kind":"drift"}]',
    },
  });
  expect(readStartOptions(["--help"]).asksForHelp).toBe(true);
});

test("an option that there is not ends with one sentence", () => {
  expect(() => readStartOptions(["--fast"])).toThrow(
    /^Unknown option '--fast'\. Ask with npm start -- --help/,
  );
});
