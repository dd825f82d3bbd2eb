"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { tutorStatuses } from "#domain/tutors/tutor-status.ts";
import type { ListState } from "#features/tutors/list-state.ts";
import type { TutorList } from "#features/tutors/schemas.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useKeptRows } from "../use-kept-rows.ts";

type Asked = Omit<ListState, "open" | "view" | "saved">;

const keyOf = ({ tiers, flag, subject, statuses, sort, direction, search, cursor }: Asked) =>
  JSON.stringify([tiers, flag, subject, statuses, sort, direction, search, cursor]);

/** What the API is asked for, without the place in the list. */
function selectionOf({ tiers, flag, subject, statuses, sort, direction, search }: Omit<Asked, "cursor">) {
  return {
    sort,
    direction,
    search,
    statuses: (statuses.length === 0 ? tutorStatuses : statuses).join(","),
    ...(tiers.length > 0 ? { tiers: tiers.join(",") } : {}),
    ...(flag ? { flag } : {}),
    ...(subject ? { subject } : {}),
  };
}

/** The address of the whole list as a file. */
export function exportAddress(state: ListState): string {
  return `/api/v1/tutors.csv?${new URLSearchParams(selectionOf(state))}`;
}

function ask({ cursor, ...asked }: Asked) {
  const query = { ...selectionOf(asked), ...(cursor ? { cursor } : {}) };
  return readAnswer(apiClient.tutors.$get({ query }));
}

/** The list that the address asks for. What changes by itself is shown in the old places until `showNewest`. */
export function useTutorList(
  state: ListState,
  { initial, initialState, now }: { initial: TutorList; initialState: ListState; now: string },
) {
  const key = keyOf(state);
  const query = useQuery({
    queryKey: ["tutors", "list", key],
    queryFn: () => ask(state),
    placeholderData: keepPreviousData,
    ...(key === keyOf(initialState) ? { initialData: initial, initialDataUpdatedAt: Date.parse(now) } : {}),
  });
  const newest = query.isPlaceholderData ? undefined : query.data?.data;
  return { query, ...useKeptRows(key, newest, { key: keyOf(initialState), rows: initial.data }) };
}
