import { customersAtRisk } from "#features/customer-health/metrics.ts";
import { demandBalance, forecastAccuracy } from "#features/demand/metrics.ts";
import { dataAgeMetric } from "#features/ingestion/metrics.ts";
import { activeSessions } from "#features/metrics/definitions/active-sessions.ts";
import { firstSessionSuccess } from "#features/metrics/definitions/first-session-success.ts";
import { inboundCalls } from "#features/metrics/definitions/inbound-calls.ts";
import { satisfaction } from "#features/metrics/definitions/satisfaction.ts";
import { sessionsHeld } from "#features/metrics/definitions/sessions-held.ts";
import { clockSpeed } from "#platform/clock.ts";
import { env } from "#platform/env.ts";
import type { MetricCatalogue, MetricDefinition } from "#platform/metrics/metric.ts";
import { currentPollSchedule } from "./poll-schedule.ts";

/** Every metric, in the order of the overview. How late data are goes by the schedule of the source's mode. */
function createMetrics(): readonly MetricDefinition[] {
  return [
    customersAtRisk,
    sessionsHeld,
    activeSessions,
    satisfaction,
    firstSessionSuccess,
    inboundCalls,
    demandBalance,
    forecastAccuracy,
    dataAgeMetric(currentPollSchedule()),
  ];
}

let catalogue: MetricCatalogue | undefined;

/** The metrics of this installation, made when they are first asked for. */
export function metricCatalogue(): MetricCatalogue {
  const { BUSINESS_TIMEZONE: businessTimezone } = env();
  catalogue ??= { metrics: createMetrics(), businessTimezone, clockSpeed: clockSpeed(env()) };
  return catalogue;
}
