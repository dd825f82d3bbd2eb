import { createApi } from "#platform/http/route.ts";

/** Every feature's application, under /api/v1. Add yours with one more `.route("/", yourApi)`. */
export const featuresApi = createApi();

export type ApiType = typeof featuresApi;
