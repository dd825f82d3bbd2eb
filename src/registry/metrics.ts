import { customersAtRisk } from "#features/customer-health/metrics.ts";
import { dataAgeMetric } from "#features/ingestion/metrics.ts";
import { activeSessions } from "#features/metrics/definitions/active-sessions.ts";
import { firstSessionSuccess } from "#features/metrics/definitions/first-session-success.ts";
import { inboundCalls } from "#features/metrics/definitions/inbound-calls.ts";
import { satisfaction } from "#features/metrics/definitions/satisfaction.ts";
import { sessionsHeld } from "#features/metrics/definitions/sessions-held.ts";
import type { MetricDefinition } from "#platform/metrics/metric.ts";

/** Every metric, in the order of the overview. `intervals`: seconds between two polls by resource. */
export function createMetrics(intervals: Readonly<Record<string, number>>): readonly MetricDefinition[] {
  return [
    customersAtRisk,
    sessionsHeld,
    activeSessions,
    satisfaction,
    firstSessionSuccess,
    inboundCalls,
    dataAgeMetric(intervals),
  ];
}
