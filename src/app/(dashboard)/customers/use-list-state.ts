"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type ListState, readListState, writeListState } from "#features/customers/list-state.ts";

/** `step` can be taken back with the browser's button; `keep` changes the address in its place. */
export type ListChange = (change: Partial<ListState>, how?: "step" | "keep") => void;

/** The state of the list in the address. Changing it does not ask the server for the page. */
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
