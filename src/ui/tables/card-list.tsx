"use client";

import { ArrowDown, ArrowUp, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { Checkbox } from "../primitives/checkbox.tsx";
import { Skeleton } from "../primitives/skeleton.tsx";
import type { DataColumn } from "./data-column.ts";
import type { DataTableProps } from "./data-table.tsx";

export type CardListProps<Row> = DataTableProps<Row> & {
  card: (row: Row) => ReactNode;
  waiting: boolean;
  showRows: boolean;
};

/** The same rows on a phone: a card each, sorted by a field instead of by heads. */
export function CardList<Row>(props: CardListProps<Row>) {
  const { caption, columns, rows, rowId, rowLabel, card, selection, waiting, showRows } = props;
  const sortable = columns.filter((column) => column.sortable);
  const toggle = (id: string) => {
    const next = new Set(selection?.selected);
    if (!next.delete(id)) next.add(id);
    selection?.onChange(next);
  };
  return (
    <div className="sm:hidden">
      {sortable.length > 0 && props.onSortChange ? <CardSort {...props} sortable={sortable} /> : null}
      {waiting ? (
        <ul aria-hidden="true">
          {["a", "b", "c", "d", "e", "f"].map((key) => (
            <li key={key} className="flex flex-col gap-2 border-line border-t p-4 first:border-t-0">
              <Skeleton className="w-40" />
              <Skeleton className="w-full" />
            </li>
          ))}
        </ul>
      ) : null}
      {showRows ? (
        <ul aria-label={caption}>
          {rows.map((row) => (
            <li key={rowId(row)} className="flex items-start gap-3 border-line border-t p-4 first:border-t-0">
              {selection ? (
                <Checkbox
                  aria-label={`Select ${rowLabel(row)}`}
                  checked={selection.selected.has(rowId(row))}
                  onCheckedChange={() => toggle(rowId(row))}
                  className="mt-1"
                />
              ) : null}
              <div className="min-w-0 flex-1">{card(row)}</div>
              {props.onOpen && !props.cardOpens ? (
                <Button
                  size="icon-sm"
                  variant="ghost"
                  aria-label={`Open ${rowLabel(row)}`}
                  onClick={() => props.onOpen?.(row)}
                >
                  <ChevronRight aria-hidden />
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function CardSort<Row>(props: CardListProps<Row> & { sortable: readonly DataColumn<Row>[] }) {
  const { sort, onSortChange, sortable } = props;
  const descending = sort?.direction === "desc";
  const column = sort?.column ?? sortable[0]?.id ?? "";
  return (
    <div className="flex items-center gap-2 border-line border-b p-3">
      <label className="flex min-w-0 flex-1 items-center gap-2 text-ink-muted text-sm">
        Sort by
        <select
          value={column}
          onChange={(event) => {
            const chosen = sortable.find(({ id }) => id === event.target.value);
            if (chosen) onSortChange?.({ column: chosen.id, direction: chosen.firstDirection ?? "asc" });
          }}
          className="h-control min-w-0 flex-1 rounded-lg border border-control bg-surface px-2 text-ink text-lg"
        >
          {sortable.map(({ id, header }) => (
            <option key={id} value={id}>
              {header}
            </option>
          ))}
        </select>
      </label>
      <Button
        size="icon"
        aria-label={descending ? "Largest first; turn round" : "Smallest first; turn round"}
        onClick={() => onSortChange?.({ column, direction: descending ? "asc" : "desc" })}
      >
        {descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden />}
      </Button>
    </div>
  );
}
