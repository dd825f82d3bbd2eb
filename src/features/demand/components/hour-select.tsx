"use client";

import { formatTime, formatWeekday } from "#ui/figures/dates.ts";
import type { FieldControl } from "#ui/primitives/field.tsx";

export type HourSelectProps = {
  control: FieldControl;
  value: string;
  /** Instants in order, some days of hours. */
  instants: readonly string[];
  timezone: string;
  onChange: (instant: string) => void;
};

/** One of a week's hours, under its day. The browser's own list: it stays quick with hundreds of them. */
export function HourSelect({ control, value, instants, timezone, onChange }: HourSelectProps) {
  const days = Map.groupBy(instants, (at) => formatWeekday(at, timezone));
  return (
    <select
      {...control}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      className="h-control w-full rounded-lg border border-control bg-surface px-2 text-base text-ink max-sm:text-lg"
    >
      {[...days].map(([day, hours]) => (
        <optgroup key={day} label={day}>
          {hours.map((at) => (
            <option key={at} value={at}>
              {day}, {formatTime(at, timezone)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
