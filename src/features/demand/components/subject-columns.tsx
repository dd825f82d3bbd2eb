import Link from "next/link";
import { formatCount, formatPercent } from "#ui/figures/format.ts";
import type { DataColumn } from "#ui/tables/data-column.ts";
import type { SubjectOverview } from "../schemas/subjects.ts";
import { categoryName, formatBalance, formatSessions, formatSpread } from "./demand-words.ts";
import { hrefOf } from "./subject-timeline.tsx";

/** The columns of the table of subjects; ids are the names of the orders. */
export const subjectColumns: DataColumn<SubjectOverview>[] = [
  {
    id: "name",
    header: "Subject",
    sortable: true,
    cell: ({ code, name, category }) => (
      <span className="flex flex-col py-1">
        <Link href={hrefOf(code)} prefetch={false} tabIndex={-1} className="font-medium hover:underline">
          {name}
        </Link>
        {category ? <span className="text-ink-muted text-xs">{categoryName(category)}</span> : null}
      </span>
    ),
  },
  {
    id: "expected",
    header: "Expected",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    cell: ({ expected, expectedLower, expectedUpper }) => (
      <Two main={formatSessions(expected)} note={formatSpread(expectedLower, expectedUpper)} />
    ),
  },
  {
    id: "booked",
    header: "Booked",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    cell: ({ booked, bookedShare }) => (
      <Two main={formatPercent(bookedShare, 0)} note={formatCount(booked)} />
    ),
  },
  {
    id: "capacity",
    header: "Capacity",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    hideBelow: "lg",
    cell: ({ capacity }) => formatSessions(capacity),
  },
  {
    id: "balance",
    header: "Balance",
    sortable: true,
    align: "end",
    cell: ({ balance }) => formatBalance(balance),
  },
  {
    id: "short",
    header: "Hours short",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    hideBelow: "lg",
    cell: ({ hoursShort, hours }) => <span title={`of ${hours} hours ahead`}>{formatCount(hoursShort)}</span>,
  },
  {
    id: "worst",
    header: "Unserved",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    cell: ({ expectedUnserved }) => formatSessions(expectedUnserved),
  },
  {
    id: "accuracy",
    header: "Error / floor",
    sortable: true,
    firstDirection: "desc",
    align: "end",
    hideBelow: "md",
    cell: ({ accuracy }) =>
      accuracy === null ? (
        <span className="text-ink-faint" title="Shown once forecasts a day ahead have met what came">
          not yet
        </span>
      ) : (
        <span title="Error a day ahead by sessions, beside what a perfect forecast would still miss">
          <Two
            main={formatPercent(accuracy.wape, 0)}
            note={`floor ${formatPercent(accuracy.floorWape, 0)}`}
          />
        </span>
      ),
  },
  {
    id: "model",
    header: "Model",
    hideBelow: "xl",
    cell: ({ model }) =>
      model === null ? (
        <span className="text-ink-faint">none yet</span>
      ) : (
        <span className="block max-w-32 whitespace-normal py-1 text-ink-muted text-sm">{model.title}</span>
      ),
  },
];

function Two({ main, note }: { main: string; note: string }) {
  return (
    <span className="flex flex-col py-1">
      {main}
      <span className="text-ink-muted text-xs">{note}</span>
    </span>
  );
}
