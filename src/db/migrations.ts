import type { Migration } from "kysely/migration";
import * as foundations from "./migrations/0001-foundations.ts";
import * as sourceRecords from "./migrations/0002-source-records.ts";
import * as ingestion from "./migrations/0003-ingestion.ts";
import * as customerHealth from "./migrations/0004-customer-health.ts";
import * as metrics from "./migrations/0005-metrics.ts";
import * as accounts from "./migrations/0006-accounts.ts";
import * as customerSearch from "./migrations/0008-customer-search.ts";
import * as tutorPerformance from "./migrations/0009-tutor-performance.ts";
import * as demand from "./migrations/0010-demand.ts";
import * as alertsAndActions from "./migrations/0011-alerts-and-actions.ts";
import * as workerHeartbeats from "./migrations/0012-worker-heartbeats.ts";
import * as reconciliation from "./migrations/0013-reconciliation.ts";
import * as dataQuality from "./migrations/0014-data-quality.ts";
import * as jobRuns from "./migrations/0015-job-runs.ts";
import * as pushedBatches from "./migrations/0016-pushed-batches.ts";
import * as changeOfEverything from "./migrations/0017-change-of-everything.ts";
import * as sessionsOfACustomer from "./migrations/0018-sessions-of-a-customer.ts";
import * as tutorMeasures from "./migrations/0019-tutor-measures.ts";
import * as healthBacktests from "./migrations/0021-health-backtests.ts";
import * as coaching from "./migrations/0022-coaching.ts";
import * as workOnCustomers from "./migrations/0023-work-on-customers.ts";
import * as savedViews from "./migrations/0024-saved-views.ts";
import * as customerList from "./migrations/0025-customer-list.ts";
import * as limitsAskedOnce from "./migrations/0026-limits-asked-once.ts";
import * as demandInFull from "./migrations/0030-demand-in-full.ts";
import * as episodesAndRecommendations from "./migrations/0031-episodes-and-recommendations.ts";
import * as keptWorkQueue from "./migrations/0032-kept-work-queue.ts";
import * as searchInBounds from "./migrations/0033-search-in-bounds.ts";
import * as weeklyBookings from "./migrations/0034-weekly-bookings-and-shared-errors.ts";

/** All migrations by name; they run in the order of their names. */
export const migrations: Record<string, Migration> = {
  "0001-foundations": foundations,
  "0002-source-records": sourceRecords,
  "0003-ingestion": ingestion,
  "0004-customer-health": customerHealth,
  "0005-metrics": metrics,
  "0006-accounts": accounts,
  "0008-customer-search": customerSearch,
  "0009-tutor-performance": tutorPerformance,
  "0010-demand": demand,
  "0011-alerts-and-actions": alertsAndActions,
  "0012-worker-heartbeats": workerHeartbeats,
  "0013-reconciliation": reconciliation,
  "0014-data-quality": dataQuality,
  "0015-job-runs": jobRuns,
  "0016-pushed-batches": pushedBatches,
  "0017-change-of-everything": changeOfEverything,
  "0018-sessions-of-a-customer": sessionsOfACustomer,
  "0019-tutor-measures": tutorMeasures,
  "0021-health-backtests": healthBacktests,
  "0022-coaching": coaching,
  "0023-work-on-customers": workOnCustomers,
  "0024-saved-views": savedViews,
  "0025-customer-list": customerList,
  "0026-limits-asked-once": limitsAskedOnce,
  "0030-demand-in-full": demandInFull,
  "0031-episodes-and-recommendations": episodesAndRecommendations,
  "0032-kept-work-queue": keptWorkQueue,
  "0033-search-in-bounds": searchInBounds,
  "0034-weekly-bookings-and-shared-errors": weeklyBookings,
};
