import { cn } from "../class-names.ts";
import { Skeleton } from "../primitives/skeleton.tsx";
import { type DataColumn, hiddenBelow } from "./data-column.ts";

export type SkeletonRowsProps<Row> = {
  columns: readonly DataColumn<Row>[];
  selectable: boolean;
  count: number;
};

/** Rows of the real height and columns, so that nothing moves when the data comes. */
export function SkeletonRows<Row>({ columns, selectable, count }: SkeletonRowsProps<Row>) {
  return (
    <tbody aria-hidden="true">
      {Array.from({ length: count }, (_, index) => `skeleton-${index}`).map((key) => (
        <tr key={key}>
          {selectable ? (
            <td className="h-row border-line border-b px-3">
              <Skeleton className="size-4" />
            </td>
          ) : null}
          {columns.map((column, position) => (
            <td
              key={column.id}
              className={cn(
                "h-row border-line border-b px-3",
                column.hideBelow && hiddenBelow[column.hideBelow],
              )}
            >
              <Skeleton
                className={cn(position === 0 ? "w-32" : "w-16", column.align === "end" && "ml-auto w-12")}
              />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
