"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ListState } from "#features/customers/list-state.ts";
import type { CustomerList } from "#features/customers/schemas.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { useKeptRows } from "../use-kept-rows.ts";

/** Key of every list of customers in the page's memory. */
export const customerListsKey = ["customers"] as const;

type Asked = Omit<ListState, "open" | "saved">;

const keyOf = ({ tiers, sort, direction, search, owner, cursor }: Asked) =>
  JSON.stringify([tiers, sort, direction, search, owner, cursor]);

/** What the API is asked for, without the place in the list. */
function selectionOf({ tiers, sort, direction, search, owner }: Omit<Asked, "cursor">) {
  return {
    sort,
    direction,
    search,
    ...(tiers.length > 0 ? { tiers: tiers.join(",") } : {}),
    ...(owner ? { owner } : {}),
  };
}

function ask({ cursor, ...asked }: Asked) {
  const query = { ...selectionOf(asked), ...(cursor ? { cursor } : {}) };
  return readAnswer(apiClient.customers.$get({ query }));
}

/** The address of the whole list as a file. */
export function exportAddress(state: ListState): string {
  return `/api/v1/customers.csv?${new URLSearchParams(selectionOf(state))}`;
}

/**
 * The list that the address asks for. Whatever the reader asks for is shown as it comes; what changes by itself
 * is shown in the old places, with the number of customers that now belong elsewhere, until `showNewest`.
 */
export function useCustomerList(
  state: ListState,
  { initial, initialState, now }: { initial: CustomerList; initialState: ListState; now: string },
) {
  const key = keyOf(state);
  const query = useQuery({
    queryKey: [...customerListsKey, key],
    queryFn: () => ask(state),
    placeholderData: keepPreviousData,
    ...(key === keyOf(initialState) ? { initialData: initial, initialDataUpdatedAt: Date.parse(now) } : {}),
  });
  const newest = query.isPlaceholderData ? undefined : query.data?.data;
  return { query, ...useKeptRows(key, newest, { key: keyOf(initialState), rows: initial.data }) };
}
