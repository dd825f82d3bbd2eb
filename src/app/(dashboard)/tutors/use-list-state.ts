"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { firstState, type ListState, readListState, writeListState } from "#features/tutors/list-state.ts";
import { queryOrFirst, writtenQuery } from "../address-state.ts";

/** `step` can be taken back with the browser's button; `keep` changes the address in its place. */
type ListChange = (change: Partial<ListState>, how?: "step" | "keep") => void;

const plain = `?sort=${firstState.sort}`;

/**
 * The state of the list in the address; without a query in it, that of `firstQuery`. Changing it does not ask the
 * server for the page.
 */
export function useListState(firstQuery: string): [ListState, ListChange] {
  const query = useSearchParams().toString();
  const state = useMemo(() => read(query, firstQuery), [query, firstQuery]);
  const change = useCallback<ListChange>(
    (next, how = "step") => {
      const current = read(window.location.search, firstQuery);
      const written = writtenQuery(writeListState({ ...current, ...next }), { firstQuery, plain });
      const address = `${window.location.pathname}${written}`;
      if (how === "step") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [firstQuery],
  );
  return [state, change];
}

const read = (query: string, firstQuery: string) =>
  readListState(new URLSearchParams(queryOrFirst(query, firstQuery)));
