"use client";

import { DayTable } from "#features/demand/components/day-table.tsx";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import type { DemandHours } from "#features/demand/schemas/hours.ts";
import { formatWeekday, isoDay } from "#ui/figures/dates.ts";
import { Section, type SectionProps } from "#ui/primitives/section.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { SubjectState } from "./subject-state.ts";

export type DaySectionProps = {
  hours: SectionProps<DemandHours>["reading"];
  clocks: Clocks;
  state: SubjectState;
  chosen: string;
  change: (change: Partial<SubjectState>, how?: "step" | "keep") => void;
};

/** One day hour by hour; the day is that of the chosen hour until another is asked for. */
export function DaySection({ hours, clocks, state, chosen, change }: DaySectionProps) {
  const { timezone } = clocks;
  const outlook = hours.data?.outlook ?? [];
  const days = new Map(outlook.map(({ hour }) => [isoDay(hour, timezone), formatWeekday(hour, timezone)]));
  const day = state.day !== null && days.has(state.day) ? state.day : isoDay(chosen, timezone);
  return (
    <Section
      title="Hour by hour"
      aside={
        <Select
          label="Day"
          className="w-40"
          value={day}
          onValueChange={(next) => change({ day: next })}
          options={[...days].map(([value, label]) => ({ value, label }))}
        />
      }
      reading={hours}
      flush
    >
      {(data) => (
        <DayTable
          hours={data.outlook.filter(({ hour }) => isoDay(hour, timezone) === day)}
          clocks={clocks}
          chosen={chosen}
          onPick={(hour) => change({ hour }, "keep")}
        />
      )}
    </Section>
  );
}
