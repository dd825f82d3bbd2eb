"use client";

import { useEffect, useState } from "react";
import { mostAtOnce } from "#features/interventions/weights.ts";

type Selected = { ids: ReadonlySet<string>; isFilter: boolean };

const nobody: Selected = { ids: new Set(), isFilter: false };

/**
 * Who is selected: single customers, also of pages that are not shown, or all whom the filter shows. Another filter
 * (`filterKey`) begins anew. Escape selects nobody.
 */
export function useSelection(filterKey: string, shown: { ids: readonly string[]; total: number }) {
  const [kept, setKept] = useState({ filterKey, ...nobody });
  const { ids, isFilter } = kept.filterKey === filterKey ? kept : nobody;
  const set = (selected: Selected) => setKept({ filterKey, ...selected });
  const count = isFilter ? Math.min(shown.total, mostAtOnce) : ids.size;
  useEffect(() => {
    if (count === 0) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isElsewhere =
        event.defaultPrevented || document.querySelector("[role=dialog], [role=menu]") !== null;
      if (event.key === "Escape" && !isElsewhere) setKept({ filterKey, ...nobody });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [count, filterKey]);
  return {
    count,
    isFilter,
    ids: [...ids].map(Number),
    /** As the table shows it; with the filter selected, all rows are. */
    rows: {
      selected: isFilter ? new Set(shown.ids) : ids,
      onChange: (selected: ReadonlySet<string>) => set({ ids: selected, isFilter: false }),
    },
    selectFilter: () => set({ ids: new Set(), isFilter: true }),
    selectOnly: (chosen: readonly number[]) => set({ ids: new Set(chosen.map(String)), isFilter: false }),
    clear: () => set(nobody),
  };
}

export type Selection = ReturnType<typeof useSelection>;
