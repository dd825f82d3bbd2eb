import { customerHealthApi } from "#features/customer-health/api.ts";
import { createCustomersApi } from "#features/customers/api.ts";
import { createApi } from "#platform/http/route.ts";
import { explainHealth } from "./explain-health.ts";

/** Every feature's application, under /api/v1. Add yours with one more `.route("/", yourApi)`. */
export const featuresApi = createApi()
  .route("/", createCustomersApi(explainHealth))
  .route("/", customerHealthApi);

export type ApiType = typeof featuresApi;
