"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { cn } from "../class-names.ts";
import { type DataColumn, hiddenBelow, nextSort, type Sort } from "./data-column.ts";

export type ColumnHeaderProps<Row> = {
  column: DataColumn<Row>;
  sort: Sort | null;
  onSortChange?: ((sort: Sort) => void) | undefined;
};

export const headCellClass =
  "sticky top-0 z-10 h-9 border-line border-b bg-surface px-3 text-left font-medium text-ink-muted text-sm whitespace-nowrap first:rounded-tl-lg last:rounded-tr-lg xl:top-14";

export function ColumnHeader<Row>({ column, sort, onSortChange }: ColumnHeaderProps<Row>) {
  const sorted = sort?.column === column.id ? sort.direction : null;
  const ariaSort = sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none";
  const Arrow = sorted === "asc" ? ArrowUp : sorted === "desc" ? ArrowDown : ChevronsUpDown;
  const atEnd = column.align === "end";
  return (
    <th
      scope="col"
      aria-sort={column.sortable ? ariaSort : undefined}
      style={column.width ? { width: column.width } : undefined}
      className={cn(headCellClass, atEnd && "text-right", column.hideBelow && hiddenBelow[column.hideBelow])}
    >
      {column.sortable ? (
        <button
          type="button"
          onClick={() => onSortChange?.(nextSort(column, sort))}
          className={cn(
            "group/sort -mx-1.5 inline-flex h-7 items-center gap-1 rounded-md px-1.5 hover:bg-hover hover:text-ink touch:h-11",
            atEnd && "flex-row-reverse",
            sorted && "text-ink",
          )}
        >
          {column.header}
          <Arrow
            aria-hidden="true"
            className={cn("size-3.5", !sorted && "opacity-40 group-hover/sort:opacity-100")}
          />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
}
