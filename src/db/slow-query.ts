import type { LogEvent } from "kysely";
import type pg from "pg";
import type { Log } from "#platform/log.ts";

const explainable = /^\s*(select|with|insert|update|delete)\b/i;

/** Logs a query that took longer than `thresholdMs`, with the plan that the server would choose for it now. */
export function createSlowQueryLogger(pool: pg.Pool, log: Log, thresholdMs: number) {
  return (event: LogEvent): void => {
    if (event.queryDurationMillis < thresholdMs) return;
    const { sql, parameters } = event.query;
    const facts = { sql, durationMs: Math.round(event.queryDurationMillis) };
    if (!explainable.test(sql)) {
      log.warn(facts, "slow query");
      return;
    }
    pool
      .query(`explain ${sql}`, [...parameters])
      .then(({ rows }) => rows.map((row: Record<string, string>) => row["QUERY PLAN"]).join("\n"))
      .then((plan) => log.warn({ ...facts, plan }, "slow query"))
      .catch((error: unknown) => {
        // A temporary table exists on its own connection only.
        if (isMissingTable(error)) log.warn(facts, "slow query");
        else log.warn({ ...facts, err: error }, "slow query; its plan could not be had");
      });
  };
}

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "42P01";
}
