import { accountsApi } from "#features/accounts/api.ts";
import { coachingApi } from "#features/coaching/api.ts";
import { customerHealthApi } from "#features/customer-health/api.ts";
import { healthBacktestApi } from "#features/customer-health/backtest-api.ts";
import { healthSettingsApi } from "#features/customer-health/settings-api.ts";
import { tierMovesApi } from "#features/customer-health/tier-moves-api.ts";
import { createCustomersApi } from "#features/customers/api.ts";
import { createDemandApi } from "#features/demand/api.ts";
import { createConditionsApi } from "#features/ingestion/conditions-api.ts";
import { createDataAgeApi } from "#features/ingestion/data-age-api.ts";
import { createPushApi } from "#features/ingestion/push/api.ts";
import { createQualityApi } from "#features/ingestion/quality-api.ts";
import { createQuarantineApi } from "#features/ingestion/quarantine/api.ts";
import { reconciliationsApi } from "#features/ingestion/reconcile/api.ts";
import { createResourcesApi } from "#features/ingestion/resources-api.ts";
import { createInterventionsApi } from "#features/interventions/api.ts";
import { jobsApi } from "#features/jobs/api.ts";
import { createMetricsApi } from "#features/metrics/api.ts";
import { notificationsApi } from "#features/notifications/api.ts";
import { recommendationsApi } from "#features/recommendations/api.ts";
import { tutorsApi } from "#features/tutors/api.ts";
import { createApi } from "#platform/http/route.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import { conditionsPlace } from "./conditions-place.ts";
import { decisions } from "./decisions.ts";
import { describeHealth } from "./describe-health.ts";
import { explainHealth } from "./explain-health.ts";
import { metricCatalogue } from "./metrics.ts";
import { currentPollSchedule } from "./poll-schedule.ts";
import { pushParts } from "./push-parts.ts";

/** Every feature's application, under /api/v1. Add yours with one more `.route("/", yourApi)`. */
export const featuresApi = createApi()
  .route("/", accountsApi)
  .route("/", notificationsApi)
  .route("/", createCustomersApi(explainHealth))
  .route(
    "/",
    createInterventionsApi(describeHealth, () => conditionsPlace().businessTimezone),
  )
  .route("/", customerHealthApi)
  .route("/", healthSettingsApi)
  .route("/", healthBacktestApi)
  .route("/", tierMovesApi)
  .route("/", tutorsApi)
  .route("/", coachingApi)
  .route(
    "/",
    createDemandApi(() => conditionsPlace().businessTimezone),
  )
  .route("/", recommendationsApi)
  .route("/", reconciliationsApi)
  .route("/", createDataAgeApi(currentPollSchedule, decisions))
  .route("/", createResourcesApi(currentPollSchedule))
  .route("/", createConditionsApi(conditionsPlace))
  .route(
    "/",
    createQualityApi(() => conditionsPlace().businessTimezone),
  )
  .route("/", createQuarantineApi(readRecordText))
  .route("/", createPushApi(pushParts))
  .route("/", jobsApi)
  .route("/", createMetricsApi(metricCatalogue));

export type ApiType = typeof featuresApi;
