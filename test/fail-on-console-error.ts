import { afterEach } from "vitest";

/** What is written with console.error is a fault that nobody looked at: the test that did it fails. */
const written: string[] = [];
const { error: write } = console;

Object.assign(console, {
  error(...values: unknown[]) {
    written.push(values.map(String).join(" "));
    write(...values);
  },
});

afterEach(() => {
  const faults = written.splice(0);
  if (faults.length > 0) throw new Error(`console.error was called: ${faults.join("\n")}`);
});
