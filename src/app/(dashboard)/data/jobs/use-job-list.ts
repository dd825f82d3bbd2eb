"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import type { JobPageAnswer } from "#features/jobs/schemas.ts";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { jobsPerPage, type ListState, readListState, writeListState } from "./list-state.ts";

export type ListChange = (change: Partial<ListState>, how?: "step" | "keep") => void;

/** The state of the list in the address. A step can be taken back with the browser's button. */
export function useListState(): [ListState, ListChange] {
  const params = useSearchParams();
  const state = useMemo(() => readListState(params), [params]);
  const change = useCallback<ListChange>((next, how = "step") => {
    const current = readListState(new URLSearchParams(window.location.search));
    const address = `${window.location.pathname}${writeListState({ ...current, ...next })}`;
    if (how === "step") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  }, []);
  return [state, change];
}

/** What of the address a request asks for. */
export function filterOf({ state, job, schedule, search }: ListState) {
  return {
    ...(state === null ? {} : { state }),
    ...(job === null ? {} : { job }),
    ...(schedule === null ? {} : { schedule }),
    ...(search === "" ? {} : { search }),
  };
}

/**
 * The jobs that the address asks for. What changes by itself is read again over the live stream; a search is not,
 * because it looks through everything, nor is a list in which somebody selects.
 */
export function useJobList(
  state: ListState,
  options: { initial: JobPageAnswer; initialState: ListState; now: string; isHeld: boolean },
) {
  const filter = filterOf(state);
  const key = JSON.stringify([filter, state.cursor]);
  const isInitial = key === JSON.stringify([filterOf(options.initialState), options.initialState.cursor]);
  return useQuery({
    queryKey: [state.search === "" ? "jobs" : "jobs-search", key],
    queryFn: () => {
      const page = { limit: String(jobsPerPage), ...(state.cursor === null ? {} : { cursor: state.cursor }) };
      return readAnswer(apiClient.jobs.$get({ query: { ...filter, ...page } }));
    },
    enabled: !options.isHeld,
    placeholderData: keepPreviousData,
    ...(isInitial ? { initialData: options.initial, initialDataUpdatedAt: Date.parse(options.now) } : {}),
  });
}
