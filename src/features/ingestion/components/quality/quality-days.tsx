import { formatCount } from "#ui/figures/format.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#ui/primitives/table.tsx";
import { formatCalendarDay } from "./calendar-day.ts";
import type { ResourceQuality } from "./quality-table.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

const measures = [
  { name: "received", header: "Received" },
  { name: "accepted", header: "Accepted" },
  { name: "unchanged", header: "Unchanged" },
  { name: "quarantined", header: "Rejected" },
  { name: "orphaned", header: "Orphaned" },
  { name: "late", header: "Late" },
  { name: "drifted", header: "New fields" },
] as const;

/** Each day's measures, the newest first. */
export function QualityDays({ quality }: { quality: ResourceQuality }) {
  return (
    <Table>
      <caption className="sr-only">Measures by day</caption>
      <TableHead>
        <TableRow>
          <TableHeader>Day</TableHeader>
          <TableHeader>Rejected share</TableHeader>
          {measures.map(({ name, header }) => (
            <TableHeader key={name} className="text-right">
              {header}
            </TableHeader>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {quality.days.toReversed().map((day) => (
          <TableRow key={day.day}>
            <TableCell className="whitespace-nowrap">{formatCalendarDay(day.day)}</TableCell>
            <TableCell className="whitespace-nowrap">
              <VerdictBadge {...day} />
            </TableCell>
            {measures.map(({ name }) => (
              <TableCell key={name} className="text-right">
                {formatCount(day.measures[name])}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
