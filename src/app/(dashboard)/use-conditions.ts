"use client";

import { useQuery } from "@tanstack/react-query";
import type { ConditionsNow } from "#features/ingestion/conditions-api.ts";
import { apiClient, readAnswer } from "../api-client.ts";

/** What stands still raises no event, so it is asked for too. */
const askMs = 60_000;

/** What is wrong with the data now, kept current. */
export function useConditions(initial: ConditionsNow): ConditionsNow {
  const { data } = useQuery({
    queryKey: ["data-conditions"],
    queryFn: async (): Promise<ConditionsNow> => await readAnswer(apiClient["data-conditions"].$get()),
    initialData: initial,
    refetchInterval: askMs,
  });
  return data;
}
