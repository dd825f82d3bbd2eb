import Link from "next/link";
import { RangeBar } from "#ui/charts/range-bar.tsx";
import { formatDay } from "#ui/figures/dates.ts";
import { formatCount, formatHours, formatPercent } from "#ui/figures/format.ts";
import type { SubjectUtilisation } from "../schemas/utilisation.ts";
import { Table, TableScroll } from "./plain-table.tsx";
import { hrefOf } from "./subject-timeline.tsx";

type Subject = SubjectUtilisation["data"][number];

/** Share of the hours that tutors offered in a subject and taught; the fullest first. */
export function UtilisationList({ subjects }: { subjects: readonly Subject[] }) {
  const weeks = weekStarts(subjects);
  const ordered = [...subjects].sort(
    (a, b) => (b.utilisation ?? -1) - (a.utilisation ?? -1) || a.name.localeCompare(b.name),
  );
  return (
    <TableScroll label="Utilisation by subject">
      <Table
        caption="Hours taught by hours available, by subject and week"
        heads={["Subject", "Utilisation", "", "Taught", "Available", "Tutors", ...weeks.map(weekWord)]}
        endFrom={3}
      >
        {ordered.map((subject) => (
          <tr key={subject.code} className="border-line border-t">
            <th scope="row" className="px-3 py-1.5 text-left font-normal">
              <Link
                href={hrefOf(subject.code)}
                prefetch={false}
                className="inline-flex min-h-6 items-center font-medium hover:underline"
              >
                {subject.name}
              </Link>
            </th>
            <td className="tabular px-3 py-1.5">{formatPercent(subject.utilisation, 0)}</td>
            <td className="w-40 px-3 py-1.5">
              {subject.utilisation === null ? null : <RangeBar most={1} mark={subject.utilisation} />}
            </td>
            <td className="tabular px-3 py-1.5 text-right">{formatHours(subject.hoursTaught)}</td>
            <td className="tabular px-3 py-1.5 text-right">{formatHours(subject.hoursAvailable)}</td>
            <td className="tabular px-3 py-1.5 text-right">{formatCount(subject.tutors)}</td>
            {weeks.map((week) => (
              <td key={week} className="tabular px-3 py-1.5 text-right">
                {formatPercent(subject.byWeek.find(({ startsOn }) => startsOn === week)?.utilisation, 0)}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </TableScroll>
  );
}

/** One subject, week by week. */
export function UtilisationWeeks({ subject }: { subject: Subject | undefined }) {
  if (!subject || subject.byWeek.length === 0)
    return (
      <p className="text-ink-muted">Utilisation appears here after a week with hours that tutors offered.</p>
    );
  return (
    <ul className="flex flex-col gap-2 text-sm">
      {subject.byWeek.map((week) => (
        <li key={week.startsOn} className="grid grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-x-3">
          <span className="text-ink-muted">{weekWord(week.startsOn)}</span>
          {week.utilisation === null ? <span /> : <RangeBar most={1} mark={week.utilisation} />}
          <span className="tabular text-right">
            {formatPercent(week.utilisation, 0)}
            <span className="block text-ink-muted text-xs">
              {formatHours(week.hoursTaught)} of {formatHours(week.hoursAvailable)}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

function weekStarts(subjects: readonly Subject[]): string[] {
  return [...new Set(subjects.flatMap(({ byWeek }) => byWeek.map(({ startsOn }) => startsOn)))].sort();
}

const weekWord = (startsOn: string) => `Week of ${formatDay(`${startsOn}T00:00:00Z`, "UTC")}`;
