import { formatDate } from "#ui/figures/dates.ts";
import {
  formatCount,
  formatDecimal,
  formatHours,
  formatInterval,
  formatPercent,
} from "#ui/figures/format.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import type { TutorPeriods } from "../schemas.ts";

export type PeriodsTableProps = { periods: TutorPeriods["data"]; period: "week" | "month" };

/** A tutor week by week or month by month, newest first. */
export function PeriodsTable({ periods, period }: PeriodsTableProps) {
  if (periods.length === 0)
    return (
      <p className="px-card pb-4 text-ink-muted">Weeks and months appear here after the first session.</p>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a stretch that scrolls has to be reached by keyboard
    <section aria-label={`By ${period}`} tabIndex={0} className="max-h-96 overflow-auto">
      <Table isScrolledByParent>
        <caption className="sr-only">Measures by {period}, newest first</caption>
        <TableHead>
          <TableRow>
            <TableHeader className="pl-card">{period === "week" ? "Week of" : "Month from"}</TableHeader>
            <TableHeader className="text-right">First sessions</TableHeader>
            <TableHeader className="text-right">Success</TableHeader>
            <TableHeader className="text-right max-md:hidden">Expected</TableHeader>
            <TableHeader className="text-right">Rating</TableHeader>
            <TableHeader className="text-right max-sm:hidden">Held</TableHeader>
            <TableHeader className="text-right max-sm:hidden">Hours</TableHeader>
            <TableHeader className="text-right max-md:hidden">Missed</TableHeader>
            <TableHeader className="pr-card text-right max-md:hidden">Cancelled</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {periods.map((row) => (
            <TableRow key={row.startsOn} className="tabular">
              <TableCell className="whitespace-nowrap pl-card">{formatDate(row.startsOn, "UTC")}</TableCell>
              <TableCell className="text-right">{formatCount(row.firstSessions)}</TableCell>
              <TableCell className="whitespace-nowrap text-right">
                {row.success === null ? (
                  "–"
                ) : (
                  <span title={`${row.firstSessionSuccesses} of ${row.firstSessionsRated} rated`}>
                    {formatPercent(row.success.rate, 0)}
                    <span className="block text-ink-muted text-xs">
                      {formatInterval(row.success.lower, row.success.upper)}
                    </span>
                  </span>
                )}
              </TableCell>
              <TableCell className="text-right max-md:hidden">
                {formatPercent(row.expectedSuccess, 0)}
              </TableCell>
              <TableCell className="text-right">{formatDecimal(row.meanRating, 2)}</TableCell>
              <TableCell className="text-right max-sm:hidden">{formatCount(row.sessions)}</TableCell>
              <TableCell className="text-right max-sm:hidden">{formatHours(row.hoursTaught)}</TableCell>
              <TableCell className="text-right max-md:hidden">{formatCount(row.noShows)}</TableCell>
              <TableCell className="pr-card text-right max-md:hidden">
                {formatCount(row.cancelledByTutor)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}
