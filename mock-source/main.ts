import { type MockOptions, readOptions, usage, WrongOption } from "./read-options.ts";
import { RefusedRequest } from "./server/control-fields.ts";
import { JournalMismatch } from "./server/journal.ts";
import { type MockSource, startMockSource } from "./server/start.ts";
import { createWorldClock } from "./server/world-clock.ts";

/** Starts the mock source; see README.md, or --help. */

function fail(sentence: string): never {
  process.stderr.write(`mock source: ${sentence}\n`);
  process.exit(1);
}

function explain(error: unknown, { port, journalPath }: MockOptions): string {
  if (error instanceof JournalMismatch || error instanceof RefusedRequest) return `${error.message}.`;
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : null;
  if (code === "EADDRINUSE") return `port ${port} is taken; stop what uses it, or name another with --port.`;
  if (code === "EACCES" && "port" in error)
    return `port ${port} is not allowed; name one above 1023 with --port.`;
  if ("syscall" in error) return `${journalPath} cannot be used (${code}); name another file with --journal.`;
  return error.stack ?? error.message;
}

function readArguments(): MockOptions {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options !== null) return options;
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    fail(error.message);
  }
  process.stdout.write(usage);
  process.exit(0);
}

const options = readArguments();
const startedAtMs = Date.now();
const { speed, anchor } = options;
const now = createWorldClock(speed, anchor ?? { realMs: startedAtMs, worldMs: startedAtMs });
const startedMs = performance.now();
const running: MockSource = await startMockSource({ ...options, now, tickMs: 1000 }).catch((error) =>
  fail(explain(error, options)),
);
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
const moved = speed === 1 && anchor === null ? "" : `, clock at ${new Date(now()).toISOString()} × ${speed}`;
process.stdout.write(
  `mock source ready after ${seconds} s: ${running.url} and ${running.supportUrl}, seed ${options.seed}, ${options.customers} customers${moved}\n`,
);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    void running.stop().then(() => process.exit(0));
  });
}
