"use client";

import { type ReactNode, useState } from "react";
import { formatDate } from "#ui/figures/dates.ts";
import { formatDecimal, formatPercent } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { ModelVersion } from "../work-schemas.ts";
import { Table, TableScroll } from "./plain-table.tsx";

export type ModelVersionsProps = {
  versions: readonly ModelVersion[];
  timezone: string;
  /** Puts an older version back into service; nothing for those who may not. */
  actionsOf: (version: ModelVersion) => ReactNode;
};

const shownAtFirst = 6;

/** Versions of the models with the scores of all that were tried; the first few, until all are asked for. */
export function ModelVersions({ versions, timezone, actionsOf }: ModelVersionsProps) {
  const [all, setAll] = useState(false);
  if (versions.length === 0)
    return (
      <p className="text-ink-muted">
        Models appear here after the first selection, which tries all of them on past weeks.
      </p>
    );
  const shown = all ? versions : versions.slice(0, shownAtFirst);
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">
        {shown.map((version) => (
          <li key={version.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <div className="min-w-0 text-sm">
                <p className="flex flex-wrap items-center gap-x-3">
                  <span className="font-medium">
                    {version.name}: {version.title}
                  </span>
                  {version.isServing ? <StatusBadge status="good" word="Serving" variant="plain" /> : null}
                </p>
                <p className="tabular text-ink-muted">
                  Version <span className="font-mono">{version.id}</span>,{" "}
                  {formatDate(version.createdAt, timezone)}; learned from{" "}
                  {formatDate(version.trainedFrom, timezone)} to {formatDate(version.trainedTo, timezone)};{" "}
                  {version.chosenBy === "selection"
                    ? "chosen by selection"
                    : `put into service by ${version.chosenBy}`}
                  {version.reason ? ` (${version.reason})` : ""}
                </p>
              </div>
              {version.isServing ? null : actionsOf(version)}
            </div>
            <details className="text-sm">
              <summary className="inline-flex min-h-6 cursor-pointer items-center text-ink-muted hover:text-ink">
                {version.candidates.length} models were tried
                <span className="sr-only"> for version {version.id}</span>
              </summary>
              <Candidates version={version} />
            </details>
          </li>
        ))}
      </ul>
      {shown.length < versions.length ? (
        <Button size="sm" className="mt-3" onClick={() => setAll(true)}>
          Show all {versions.length}
        </Button>
      ) : null}
    </>
  );
}

/** The better scores first, as the selection ranked them. */
function Candidates({ version }: { version: ModelVersion }) {
  return (
    <TableScroll label={`Models tried for version ${version.id}`}>
      <Table
        caption={`Scores of the models tried for ${version.name}, version ${version.id}`}
        heads={["Model", "Deviance", "Error", "Floor", "Coverage", "MSIS", "MASE"]}
        endFrom={1}
      >
        {version.candidates.map(({ kind, title, isChosen, figures }) => (
          <tr key={kind} className="border-line border-t">
            <th scope="row" className={`px-3 py-1 text-left ${isChosen ? "font-medium" : "font-normal"}`}>
              {title}
              {isChosen ? " (chosen)" : ""}
            </th>
            <td className="tabular px-3 py-1 text-right">{formatDecimal(figures.deviance, 3)}</td>
            <td className="tabular px-3 py-1 text-right">{formatPercent(figures.wape)}</td>
            <td className="tabular px-3 py-1 text-right">{formatPercent(figures.floorWape)}</td>
            <td className="tabular px-3 py-1 text-right">{formatPercent(figures.coverage)}</td>
            <td className="tabular px-3 py-1 text-right">{formatDecimal(figures.msis, 2)}</td>
            <td className="tabular px-3 py-1 text-right">{formatDecimal(figures.mase, 2)}</td>
          </tr>
        ))}
      </Table>
    </TableScroll>
  );
}
