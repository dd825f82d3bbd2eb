import { queryOptions } from "@tanstack/react-query";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import { apiClient, readAnswer } from "../../../api-client.ts";

/** Versions that the page lists. */
export const versionsShown = 20;

/** Customers on a page of those who would move. */
export const movesPerPage = 50;

export const settingsQuery = queryOptions({
  queryKey: ["health-settings", "in force"],
  queryFn: () => readAnswer(apiClient["health-settings"].$get()),
});

export const versionsQuery = queryOptions({
  queryKey: ["health-settings", "versions"],
  queryFn: async () =>
    (
      await readAnswer(
        apiClient["health-settings"].versions.$get({ query: { limit: String(versionsShown) } }),
      )
    ).data,
});

export const backtestsQuery = queryOptions({
  queryKey: ["health-backtests"],
  queryFn: () => readAnswer(apiClient["health-backtests"].$get()),
});

export const whatIfQuery = (settings: HealthSettings, offset: number) =>
  queryOptions({
    queryKey: ["health-settings", "what-if", settings, offset],
    queryFn: () =>
      readAnswer(
        apiClient["health-settings"]["what-if"].$post({ json: { settings, offset, limit: movesPerPage } }),
      ),
    retry: false,
    staleTime: 60_000,
  });
