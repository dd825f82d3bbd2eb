"use client";

import { useRef } from "react";

export type RowSelection = {
  /** Ids of selected rows, also of pages that are not shown. */
  selected: ReadonlySet<string>;
  onChange: (selected: ReadonlySet<string>) => void;
};

/** Selecting rows one by one, from the last one on, or all that are shown. Those of other pages stay as they are. */
export function useRowSelection(ids: readonly string[], selection: RowSelection | undefined) {
  const last = useRef<string | null>(null);
  if (selection === undefined) return undefined;
  const { selected, onChange } = selection;
  const set = (changed: readonly string[], isOn: boolean) => {
    const next = new Set(selected);
    for (const id of changed) {
      if (isOn) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  };
  const here = ids.filter((id) => selected.has(id)).length;
  return {
    isSelected: (id: string) => selected.has(id),
    /** Of the rows that are shown. */
    ofPage: here === 0 ? false : here === ids.length ? true : ("indeterminate" as const),
    togglePage: (isOn: boolean) => set(ids, isOn),
    /** `isRange`: all rows from the one that was toggled last become what this one becomes. */
    toggle(index: number, isRange = false) {
      const id = ids[index];
      if (id === undefined) return;
      const from = isRange && last.current !== null ? ids.indexOf(last.current) : -1;
      const start = from === -1 ? index : from;
      set(ids.slice(Math.min(start, index), Math.max(start, index) + 1), !selected.has(id));
      last.current = id;
    },
  };
}
