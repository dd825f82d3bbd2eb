"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo } from "react";
import type { QuarantinePage } from "#features/ingestion/quarantine/read-quarantine.ts";
import type { QuarantineFilter } from "#features/ingestion/quarantine/schemas.ts";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { type ListState, readListState, writeListState } from "./list-state.ts";

export const perPage = 50;

/** The state of the list in the address. Changing it does not ask the server for the page. */
export function useListState(): [ListState, (change: Partial<ListState>) => void] {
  const params = useSearchParams();
  const state = useMemo(() => readListState(params), [params]);
  const change = useCallback((next: Partial<ListState>) => {
    const current = readListState(new URLSearchParams(window.location.search));
    const address = `${window.location.pathname}${writeListState({ ...current, ...next })}`;
    window.history.pushState(null, "", address);
  }, []);
  return [state, change];
}

function definedOnly(filter: QuarantineFilter) {
  return Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined),
  ) as QuarantineFilter;
}

/** The list that the address asks for, kept current by the live stream. */
export function useQuarantineList(state: ListState, initial: { state: ListState; page: QuarantinePage }) {
  const { filter, cursor } = state;
  const key = JSON.stringify([filter, cursor]);
  return useQuery({
    queryKey: ["quarantine", "list", key],
    queryFn: async (): Promise<QuarantinePage> =>
      await readAnswer(
        apiClient.quarantine.$get({
          query: { ...definedOnly(filter), limit: String(perPage), ...(cursor ? { cursor } : {}) },
        }),
      ),
    placeholderData: keepPreviousData,
    ...(key === JSON.stringify([initial.state.filter, initial.state.cursor])
      ? { initialData: initial.page }
      : {}),
  });
}

const followMs = 1_000;

/** What becomes of the records of a request; also asked for by itself while some wait. At its end open records are read again. */
export function useRequest(requestId: string | null) {
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ["quarantine", "request", requestId],
    enabled: requestId !== null,
    queryFn: () => readAnswer(apiClient.quarantine.requests[":id"].$get({ param: { id: requestId ?? "" } })),
    refetchInterval: ({ state: { data } }) => (data && data.waiting === 0 ? false : followMs),
  });
  const ended = query.data?.waiting === 0 ? query.data.requestId : null;
  useEffect(() => {
    if (ended !== null) void queries.invalidateQueries({ queryKey: ["quarantined"] });
  }, [ended, queries]);
  return query;
}
