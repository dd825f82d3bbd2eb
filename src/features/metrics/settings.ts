import type { Database } from "#db/client.ts";
import { loadSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";
import { defaultMetricSettings, type MetricSettings, metricSettingsSchema } from "./weights.ts";

/** Targets and limits in force. */
export async function loadMetricSettings(db: Database | Trx): Promise<MetricSettings> {
  return (await loadSettings(db, "metrics", metricSettingsSchema, defaultMetricSettings)).value;
}
