import type { ReactNode } from "react";

export type SortDirection = "asc" | "desc";
export type Sort = { column: string; direction: SortDirection };

export type DataColumn<Row> = {
  /** Also the name by which the server sorts. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  /** The direction of the first press; figures are usually wanted from the largest. */
  firstDirection?: SortDirection;
  /** Figures stand at the end, so that they line up. */
  align?: "start" | "end";
  /** CSS width, such as "12rem". */
  width?: string;
  /** Long text: takes several lines instead of widening the table. */
  wrap?: boolean;
  /** Left out on narrower screens. */
  hideBelow?: "md" | "lg" | "xl" | "2xl" | "3xl";
};

/** Whole class names, so that Tailwind finds them in the source. */
export const hiddenBelow = {
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
  "2xl": "max-2xl:hidden",
  "3xl": "max-[1799px]:hidden",
} as const;

/** The sort after a press on a column: its first direction, then the other one, in turn. */
export function nextSort<Row>(column: DataColumn<Row>, current: Sort | null): Sort {
  const first = column.firstDirection ?? "asc";
  if (current?.column !== column.id) return { column: column.id, direction: first };
  return { column: column.id, direction: current.direction === "asc" ? "desc" : "asc" };
}
