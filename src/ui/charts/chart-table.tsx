import { cn } from "../class-names.ts";

export type ChartTableProps = {
  caption: string;
  columns: readonly string[];
  /** Written figures; the first of a row names it. */
  rows: readonly (readonly string[])[];
  className?: string;
};

/** The figures behind a chart, for screen readers and for copying. */
export function ChartTable({ caption, columns, rows, className }: ChartTableProps) {
  return (
    <div className={className}>
      <table className={cn("w-full border-collapse text-sm")}>
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column}
                scope="col"
                className={cn(
                  "px-2 py-1 font-medium text-ink-muted",
                  index === 0 ? "text-left" : "text-right",
                )}
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]} className="border-line border-t">
              {row.map((text, index) =>
                index === 0 ? (
                  <th key={columns[index]} scope="row" className="px-2 py-1 text-left font-normal">
                    {text}
                  </th>
                ) : (
                  <td key={columns[index]} className="tabular px-2 py-1 text-right">
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
