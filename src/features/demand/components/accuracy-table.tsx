import type { ReactNode } from "react";
import { formatCount, formatDecimal, formatPercent, formatSignedPercent } from "#ui/figures/format.ts";
import type { AccuracyFigures } from "../schemas/accuracy.ts";
import { scaleOf } from "./accuracy-summary.tsx";
import { devianceRatio, errorByFloor } from "./accuracy-words.ts";
import { ErrorBar } from "./error-bar.tsx";
import { Table, TableScroll } from "./plain-table.tsx";

export type AccuracyRow = { key: string; name: ReactNode; note?: ReactNode; figures: AccuracyFigures };

/** Rows of accuracy, each beside its floor and the reference. */
export function AccuracyTable({
  caption,
  head,
  rows,
}: {
  caption: string;
  head: string;
  rows: readonly AccuracyRow[];
}) {
  const most = scaleOf(rows.map(({ figures }) => figures));
  return (
    <TableScroll label={caption}>
      <Table
        caption={caption}
        heads={[
          head,
          "",
          "Error",
          "Floor",
          "Error by floor",
          "Reference",
          "Deviance ratio",
          "Coverage",
          "Exact law",
          "Bias",
          "MAPE",
          "Hours",
        ]}
        endFrom={2}
      >
        {rows.map(({ key, name, note, figures }) => (
          <tr key={key} className="border-line border-t">
            <th scope="row" className="px-3 py-1.5 text-left font-normal whitespace-nowrap">
              {name}
              {note ? <span className="block text-xs">{note}</span> : null}
            </th>
            <td className="w-40 px-3 py-1.5">
              <ErrorBar figures={figures} most={most} withWords={false} />
            </td>
            {figuresOf(figures).map(([label, text]) => (
              <td key={label} className="tabular px-3 py-1.5 text-right whitespace-nowrap">
                {text}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </TableScroll>
  );
}

function figuresOf(figures: AccuracyFigures): [string, string][] {
  return [
    ["error", formatPercent(figures.wape, 0)],
    ["floor", formatPercent(figures.floorWape, 0)],
    ["by floor", formatDecimal(errorByFloor(figures), 2)],
    ["reference", formatPercent(figures.referenceWape, 0)],
    ["deviance", formatDecimal(devianceRatio(figures), 2)],
    ["coverage", formatPercent(figures.coverage)],
    ["exact", formatPercent(figures.exactCoverage)],
    ["bias", formatSignedPercent(figures.bias)],
    ["mape", figures.busyHours > 0 ? formatPercent(figures.mape, 0) : "–"],
    ["hours", formatCount(figures.hours)],
  ];
}
