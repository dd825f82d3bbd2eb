import pino, { type Logger } from "pino";

export type Log = Logger;

/** Paths that never reach a log line, whoever writes it. */
const secretPaths = [
  "password",
  "token",
  "secret",
  "authorization",
  "*.password",
  "*.token",
  "*.secret",
  "*.authorization",
  "headers.authorization",
  "headers.cookie",
];

export type LogOptions = {
  /** Name of the process: web, worker, ops. */
  process: string;
  level: string;
  /** Where lines go; the command line keeps standard output for results and logs to standard error. */
  destination?: "stdout" | "stderr";
};

/** JSON lines with the name of the process, secrets removed. */
export function createLog({ process: name, level, destination = "stdout" }: LogOptions): Log {
  return pino(
    {
      level,
      base: { process: name },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretPaths, censor: "[removed]" },
    },
    pino.destination({ dest: destination === "stderr" ? 2 : 1, sync: destination === "stderr" }),
  );
}
