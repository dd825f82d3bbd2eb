"use client";

import {
  type ColumnDef,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type ReactNode, useMemo } from "react";
import { cn } from "../class-names.ts";
import { Checkbox } from "../primitives/checkbox.tsx";
import { ErrorState, type ErrorStateProps } from "../primitives/error-state.tsx";
import { CardList } from "./card-list.tsx";
import { ColumnHeader, headCellClass } from "./column-header.tsx";
import { type DataColumn, hiddenBelow, type Sort } from "./data-column.ts";
import { SkeletonRows } from "./skeleton-rows.tsx";
import { useRowFocus } from "./use-row-focus.ts";
import { type RowSelection, useRowSelection } from "./use-row-selection.ts";

export type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  caption: string;
  columns: readonly DataColumn<Row>[];
  /** One page, sorted by the server. */
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Names a row, for its checkbox. */
  rowLabel: (row: Row) => string;
  /** `loading` with rows keeps them in place, dimmed. */
  status?: "ready" | "loading" | "error";
  error?: ErrorStateProps;
  empty: ReactNode;
  sort: Sort | null;
  onSortChange?: (sort: Sort) => void;
  /** Enter on a row, or a press on it. */
  onOpen?: (row: Row) => void;
  selection?: RowSelection;
  /** How a row looks on phones; without it the table scrolls sideways there. */
  card?: (row: Row) => ReactNode;
  /** The card leads further by itself, so that it needs no button beside it. */
  cardOpens?: boolean;
  /** Under the rows: Pagination. */
  footer?: ReactNode;
  skeletonRows?: number;
};

type Meta = { column: DataColumn<never> };

const features = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<Meta>() });

/** A press on a link or a control inside a row is theirs. */
const controls = "a, button, input, label, select, [role=checkbox]";

/** Keeps the server's order: sorting and paging are asked for, never done here. */
function useServerTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort } = props;
  const definitions = useMemo<ColumnDef<typeof features, object>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        header: column.header,
        accessorFn: (row) => row,
        enableSorting: column.sortable ?? false,
        cell: ({ row }) => column.cell(row.original as Row),
        meta: { column: column as unknown as DataColumn<never> },
      })),
    [columns],
  );
  return useTable({
    features,
    columns: definitions,
    data: rows as readonly object[] as object[],
    getRowId: (row) => rowId(row as Row),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting: sort ? [{ id: sort.column, desc: sort.direction === "desc" }] : [] },
  });
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, rowLabel, status = "ready", onOpen, card } = props;
  const table = useServerTable(props);
  const modelRows = table.getRowModel().rows;
  const selection = useRowSelection(rows.map(rowId), props.selection);
  const { body, rowProps } = useRowFocus({
    rowCount: modelRows.length,
    onOpen: onOpen && ((index) => rows[index] !== undefined && onOpen(rows[index] as Row)),
    onToggle: selection?.toggle,
  });
  const waiting = status === "loading" && rows.length === 0;
  const showRows = status !== "error" && !waiting && rows.length > 0;
  return (
    <div className="rounded-lg border border-line bg-surface" data-table={status}>
      <div className={cn("overflow-x-auto rounded-t-lg xl:overflow-visible", card && "max-sm:hidden")}>
        <table aria-busy={status === "loading"} className="w-full border-separate border-spacing-0 text-base">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              {selection ? (
                <th scope="col" className={cn(headCellClass, "w-10")}>
                  <Checkbox
                    className="align-middle"
                    aria-label="Select all rows on this page"
                    checked={selection.ofPage}
                    onCheckedChange={(checked) => selection.togglePage(checked === true)}
                  />
                </th>
              ) : null}
              {columns.map((column) => (
                <ColumnHeader
                  key={column.id}
                  column={column}
                  sort={props.sort}
                  onSortChange={props.onSortChange}
                />
              ))}
            </tr>
          </thead>
          {waiting ? (
            <SkeletonRows
              columns={columns}
              selectable={selection !== undefined}
              count={props.skeletonRows ?? 10}
            />
          ) : null}
          {showRows ? (
            <tbody ref={body} className={cn(status === "loading" && "opacity-60")}>
              {modelRows.map((row, index) => (
                <tr
                  key={row.id}
                  {...rowProps(index)}
                  data-selected={selection?.isSelected(row.id)}
                  onClick={(event) => {
                    const original = rows[index];
                    if (onOpen && original !== undefined && !(event.target as Element).closest(controls))
                      onOpen(original);
                  }}
                  className={cn(
                    "group/row focus-inside hover:bg-hover data-[selected=true]:bg-selected",
                    onOpen && "cursor-pointer",
                  )}
                >
                  {selection ? (
                    <td className="h-row border-line border-b px-3 group-last/row:border-b-0">
                      <Checkbox
                        className="align-middle"
                        tabIndex={-1}
                        aria-label={`Select ${rowLabel(row.original as Row)}`}
                        checked={selection.isSelected(row.id)}
                        onClick={(event) => selection.toggle(index, event.shiftKey)}
                      />
                    </td>
                  ) : null}
                  {row.getAllCells().map((cell) => {
                    const column = cell.column.columnDef.meta?.column;
                    return (
                      <td
                        key={cell.id}
                        className={cn(
                          "tabular h-row border-line border-b px-3 group-last/row:border-b-0",
                          column?.align === "end" && "text-right",
                          column?.wrap ? "min-w-48 py-1.5" : "whitespace-nowrap",
                          column?.hideBelow && hiddenBelow[column.hideBelow],
                        )}
                      >
                        <table.FlexRender cell={cell} />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          ) : null}
        </table>
      </div>
      {card ? <CardList {...props} card={card} waiting={waiting} showRows={showRows} /> : null}
      {status === "error" && props.error ? <ErrorState {...props.error} className="px-4 py-6" /> : null}
      {status === "ready" && rows.length === 0 ? props.empty : null}
      {props.footer ? <div className="border-line border-t px-3 py-2">{props.footer}</div> : null}
    </div>
  );
}
