"use client";

import { RangeBar } from "#ui/charts/range-bar.tsx";
import { cn } from "#ui/class-names.ts";
import { formatTime } from "#ui/figures/dates.ts";
import { formatCount } from "#ui/figures/format.ts";
import { StatusBadge } from "#ui/primitives/status-badge.tsx";
import type { OutlookHour } from "../schemas/hours.ts";
import { stateLook } from "./demand-look.ts";
import {
  type Clocks,
  formatBalance,
  formatProbability,
  formatSessions,
  formatSpread,
} from "./demand-words.ts";
import { Table, TableScroll } from "./plain-table.tsx";

export type DayTableProps = {
  /** The hours of one day of the reader's calendar. */
  hours: readonly OutlookHour[];
  clocks: Clocks;
  chosen: string | null;
  onPick: (hour: string) => void;
};

/** One day, hour by hour: how many are expected, how many of them are certain, and who can teach them. */
export function DayTable({ hours, clocks, chosen, onPick }: DayTableProps) {
  const most = Math.max(1, ...hours.flatMap(({ upper, capacity }) => [upper, capacity ?? 0]));
  return (
    <TableScroll label="Hours of the day">
      <Table
        caption="Expected sessions, capacity and balance by the hour"
        heads={[
          "Hour",
          "Expected",
          "",
          "Booked",
          "Tutors free or booked",
          "Capacity",
          "Balance",
          "Shortage probability",
          "Unserved",
        ]}
        endFrom={3}
      >
        {hours.map((hour) => (
          <tr key={hour.hour} className={cn("border-line border-t", hour.hour === chosen && "bg-selected")}>
            <th scope="row" className="px-3 py-1.5 text-left font-normal">
              <button
                type="button"
                aria-pressed={hour.hour === chosen}
                onClick={() => onPick(hour.hour)}
                className="tabular inline-flex min-h-6 items-center rounded-sm text-accent-ink underline touch:min-h-11"
              >
                {formatTime(hour.hour, clocks.timezone)}
                <span className="sr-only">: why this forecast</span>
              </button>
            </th>
            <td className="tabular px-3 py-1.5 whitespace-nowrap">
              {formatSessions(hour.mean)}{" "}
              <span className="text-ink-muted text-xs">{formatSpread(hour.lower, hour.upper)}</span>
            </td>
            <td className="w-40 px-3 py-1.5">
              <RangeBar
                most={most}
                filled={hour.booked}
                low={hour.lower}
                high={hour.upper}
                mark={hour.mean}
                limit={hour.capacity}
              />
            </td>
            <td className="tabular px-3 py-1.5 text-right">{formatCount(hour.booked)}</td>
            <td className="tabular px-3 py-1.5 text-right">{formatCount(hour.available)}</td>
            <td className="tabular px-3 py-1.5 text-right">{formatSessions(hour.capacity)}</td>
            <td className="px-3 py-1.5 text-right whitespace-nowrap">
              <span className="tabular">{formatBalance(hour.balance)}</span>{" "}
              {hour.state === "shortage" || hour.state === "surplus" ? (
                <StatusBadge {...stateLook[hour.state]} variant="plain" className="text-xs" />
              ) : null}
            </td>
            <td className="tabular px-3 py-1.5 text-right">{formatProbability(hour.shortageProbability)}</td>
            <td className="tabular px-3 py-1.5 text-right">{formatSessions(hour.expectedUnserved)}</td>
          </tr>
        ))}
      </Table>
      <p className="px-3 py-2 text-ink-muted text-sm">
        Bar: grey is booked, violet the expected number with its 95 % band, dotted line the capacity.
      </p>
    </TableScroll>
  );
}
