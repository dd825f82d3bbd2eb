import type { ReactNode } from "react";
import { formatDate } from "#ui/figures/dates.ts";
import { formatHours, formatPercent } from "#ui/figures/format.ts";
import type { TutorDetail } from "../schemas.ts";
import { statusWords } from "./tutor-look.ts";

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Who it is, what they teach, and when, by their own clock. */
export function TutorProfile({ tutor, timezone }: { tutor: TutorDetail; timezone: string }) {
  const facts: readonly [string, ReactNode][] = [
    ["Status", statusWords[tutor.status]],
    ["Subjects", tutor.subjects.map(({ name }) => name).join(", ") || "none"],
    ["E-mail", tutor.email ?? "hidden from viewers, or not known"],
    ["Timezone", tutor.timezone],
    ["Since", formatDate(tutor.hiredAt, timezone)],
    ["Available, 28 days", formatHours(tutor.hoursAvailable28d)],
    ["Taught, 28 days", formatHours(tutor.hoursTaught28d)],
    ["Utilisation", formatPercent(tutor.utilisation, 0)],
    ["Hours a week", <Hours key="hours" hours={tutor.weeklyHours} />],
  ];
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-4 gap-y-1.5 text-base">
      {facts.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-ink-muted">{label}</dt>
          <dd className="tabular min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Hours({ hours }: { hours: TutorDetail["weeklyHours"] }) {
  if (hours.length === 0) return <>none given</>;
  return (
    <ul>
      {hours.map(({ weekday, starts, ends }) => (
        <li key={`${weekday} ${starts}`}>
          {weekdays[weekday]} {starts}–{ends}
        </li>
      ))}
    </ul>
  );
}
