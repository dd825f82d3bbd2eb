import type { ConditionsPlace } from "#features/ingestion/conditions-api.ts";
import { env } from "#platform/env.ts";
import { currentPollSchedule } from "./poll-schedule.ts";

/** What this installation says of its own for judging its data. */
export function conditionsPlace(): ConditionsPlace {
  return { schedule: currentPollSchedule(), businessTimezone: env().BUSINESS_TIMEZONE };
}
