"use client";

import { useEffect, useState } from "react";
import type { CommandGroup, CommandSearch } from "./command.ts";

const settleMs = 140;

type Found = { query: string; groups: readonly CommandGroup[]; failed: boolean };

const nothing: Found = { query: "", groups: [], failed: false };

/** Searches once typing settles and drops answers to what is no longer asked. */
export function useCommandSearch(query: string, search: CommandSearch | undefined) {
  const [found, setFound] = useState<Found>(nothing);
  const asked = query.trim();
  useEffect(() => {
    if (!search || asked === "") return;
    const abort = new AbortController();
    const settle = (groups: readonly CommandGroup[], failed: boolean) => {
      if (!abort.signal.aborted) setFound({ query: asked, groups, failed });
    };
    const timer = setTimeout(() => {
      search(asked, abort.signal).then(
        (groups) => settle(groups, false),
        () => settle([], true),
      );
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [asked, search]);
  if (!search || asked === "") return { groups: nothing.groups, pending: false, failed: false };
  const pending = found.query !== asked;
  return { groups: found.groups, pending, failed: !pending && found.failed };
}
