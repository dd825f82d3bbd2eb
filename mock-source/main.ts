import { JournalMismatch } from "./server/journal.ts";
import { type MockSource, startMockSource } from "./server/start.ts";

/** Starts the mock source from the environment; see README.md for the variables. */

function fail(sentence: string): never {
  process.stderr.write(`mock source: ${sentence}\n`);
  process.exit(1);
}

function wholeNumber(name: string, otherwise: number, least: number, most: number): number {
  const text = process.env[name] ?? "";
  if (text === "") return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    fail(`${name} must be a whole number from ${least} to ${most}, but is "${text}".`);
  }
  return value;
}

function token(name: string): string {
  const text = process.env[name] ?? "";
  if (text === "" || /\s/.test(text))
    fail(`set ${name} to the token that readers will send, without spaces.`);
  return text;
}

function explain(error: unknown, port: number): string {
  if (error instanceof JournalMismatch) return `${error.message}.`;
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return `port ${port} is taken; stop what uses it, or set MOCK_SOURCE_PORT.`;
  if (code === "EACCES" && "port" in error)
    return `port ${port} is not allowed; set MOCK_SOURCE_PORT above 1023.`;
  if ("syscall" in error) {
    return `${process.env.MOCK_JOURNAL} cannot be used (${code}); name another file in MOCK_JOURNAL.`;
  }
  return error.stack ?? error.message;
}

const port = wholeNumber("MOCK_SOURCE_PORT", 4010, 1, 65_535);
const options = {
  port,
  seed: wholeNumber("MOCK_SEED", 7, 0, 2_147_483_647),
  customers: wholeNumber("MOCK_CUSTOMERS", 2000, 20, 1_000_000),
  sourceToken: token("SOURCE_API_TOKEN"),
  supportToken: token("SUPPORT_API_TOKEN"),
  ...(process.env.MOCK_JOURNAL ? { journalPath: process.env.MOCK_JOURNAL } : {}),
  now: Date.now,
  tickMs: 1000,
};

const startedMs = performance.now();
const running: MockSource = await startMockSource(options).catch((error) => fail(explain(error, port)));
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
process.stdout.write(
  `mock source ready after ${seconds} s: ${running.url} and ${running.supportUrl}, seed ${options.seed}, ${options.customers} customers\n`,
);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void running.stop().then(() => process.exit(0));
  });
}
