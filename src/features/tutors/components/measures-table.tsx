import type { ReactNode } from "react";
import { formatCount, formatDecimal, formatHours, formatPercent } from "#ui/figures/format.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { TutorMeasures } from "../schemas.ts";
import { SuccessBar } from "./success-bar.tsx";

const stretchWords = { all: "All time", "12_weeks": "12 weeks", "4_weeks": "4 weeks" } as const;

const rows: readonly { label: string; hint?: string; value: (measures: TutorMeasures) => ReactNode }[] = [
  {
    label: "First-session success",
    hint: "with what is expected of these subjects, customers and hours",
    value: ({ success, firstSessionsRated, expectedSuccess }) => (
      <SuccessBar
        success={success}
        rated={firstSessionsRated}
        mark={{ value: expectedSuccess, word: "expected" }}
      />
    ),
  },
  {
    label: "First sessions",
    hint: "rated",
    value: ({ firstSessions, firstSessionsRated }) =>
      `${formatCount(firstSessions)} (${formatCount(firstSessionsRated)})`,
  },
  {
    label: "Mean rating",
    hint: "over so many",
    value: ({ meanRating, rated }) => `${formatDecimal(meanRating, 2)} (${formatCount(rated)})`,
  },
  { label: "Sessions held", value: ({ sessions }) => formatCount(sessions) },
  { label: "Hours taught", value: ({ hoursTaught }) => formatHours(hoursTaught) },
  { label: "Completed of those due", value: ({ completionRate }) => formatPercent(completionRate) },
  { label: "Cancelled by the tutor", value: ({ cancellationRate }) => formatPercent(cancellationRate) },
];

/** The measures of three stretches beside each other; the weeks are business weeks, the running one included. */
export function MeasuresTable({ measures }: { measures: readonly TutorMeasures[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a stretch that scrolls has to be reached by keyboard
    <section aria-label="Measures of three stretches" tabIndex={0} className="overflow-x-auto">
      <Table isScrolledByParent>
        <caption className="sr-only">Measures for all time, twelve weeks and four weeks</caption>
        <TableHead>
          <TableRow>
            <TableHeader className="pl-card">Measure</TableHeader>
            {measures.map(({ stretch }) => (
              <TableHeader key={stretch}>{stretchWords[stretch]}</TableHeader>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(({ label, hint, value }) => (
            <TableRow key={label}>
              <TableCell className="min-w-40 py-1.5 pl-card">
                {label}
                {hint ? <span className="block max-w-52 text-ink-muted text-xs">{hint}</span> : null}
              </TableCell>
              {measures.map((of) => (
                <TableCell key={of.stretch} className="tabular py-1.5 pr-card">
                  {value(of)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
