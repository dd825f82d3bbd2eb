import type { Log } from "#platform/log.ts";

type Level = "debug" | "info" | "warn" | "error";

/** Lets Better Auth write into our log. Its warnings are everyday things such as a wrong password. */
export function authLog(log: Log) {
  return {
    level: "info" as const,
    log: (level: Level, message: string, ...details: unknown[]) => {
      const line = { part: "sign-in", ...(details.length > 0 ? { details } : {}) };
      if (level === "error") log.error(line, message);
      else if (level === "debug") log.debug(line, message);
      else log.info(line, message);
    },
  };
}
