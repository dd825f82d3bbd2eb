"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ChangeSumText } from "#features/customer-health/components/change-sum-text.tsx";
import { formatDate, formatDay } from "#ui/figures/dates.ts";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { changeSumQuery } from "./customer-queries.ts";

const dayMs = 86_400_000;

type Range = "7" | "30" | "contact" | "dates";

export type ChangeSumSectionProps = { customerId: number; now: Date; timezone: string };

/** What moved the score over a stretch of one's choice, in one sentence that adds up. */
export function ChangeSumSection({ customerId, now, timezone }: ChangeSumSectionProps) {
  const [range, setRange] = useState<Range>("7");
  const [dates, setDates] = useState(() => ({ from: isoDay(now.getTime() - 14 * dayMs), to: isoDay(now) }));
  // The instants move by the minute, so that what was read a moment ago is not asked for again.
  const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
  const week = useQuery(changeSumQuery(customerId, daysBefore(minute, 7), minute));
  const contactAt = week.data?.lastContactAt ?? null;
  const chosen = range === "contact" && contactAt === null ? "7" : range;
  const stretch = stretchOf(chosen, minute, dates, contactAt);
  const read = useQuery({
    ...changeSumQuery(customerId, stretch.from, stretch.to),
    enabled: stretch.to > stretch.from,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="mb-4 flex flex-col gap-3 border-line border-b pb-4">
      <Segmented
        label="Stretch"
        className="self-start"
        value={chosen}
        onValueChange={setRange}
        options={[
          { value: "7", label: "7 days" },
          { value: "30", label: "30 days" },
          ...(contactAt ? [{ value: "contact" as const, label: "Since last contact" }] : []),
          { value: "dates", label: "Two dates" },
        ]}
      />
      {chosen === "dates" ? <DateFields dates={dates} onChange={setDates} /> : null}
      {stretch.to <= stretch.from ? (
        <p className="text-ink-muted">Choose a second date after the first.</p>
      ) : read.isError ? (
        <ErrorState
          what={`The changes could not be added up: ${read.error.message}`}
          todo="The list below stands."
          onRetry={read.refetch}
          className="p-0"
        />
      ) : read.data ? (
        <ChangeSumText sum={read.data} since={sinceText(chosen, stretch, timezone)} />
      ) : (
        <Skeleton className="h-7 w-2/3" />
      )}
    </div>
  );
}

type Dates = { from: string; to: string };

function DateFields({ dates, onChange }: { dates: Dates; onChange: (dates: Dates) => void }) {
  return (
    <div className="flex flex-wrap gap-3">
      {(["from", "to"] as const).map((end) => (
        <Field key={end} label={end === "from" ? "From the start of" : "To the start of"}>
          {(control) => (
            <Input
              {...control}
              type="date"
              value={dates[end]}
              onChange={(event) => {
                if (event.target.value) onChange({ ...dates, [end]: event.target.value });
              }}
            />
          )}
        </Field>
      ))}
    </div>
  );
}

function stretchOf(range: Range, now: Date, dates: Dates, contactAt: string | null) {
  if (range === "dates") return { from: new Date(dates.from), to: new Date(dates.to) };
  if (range === "contact" && contactAt !== null) return { from: new Date(contactAt), to: now };
  return { from: daysBefore(now, Number(range)), to: now };
}

function sinceText(range: Range, { from, to }: { from: Date; to: Date }, timezone: string): string {
  // Days of a date field begin at midnight UTC.
  if (range === "dates") return `From ${formatDate(from, "UTC")} to ${formatDate(to, "UTC")}`;
  if (range === "contact") return `Since the last contact on ${formatDay(from, timezone)}`;
  return `Since ${formatDay(from, timezone)}`;
}

const daysBefore = (at: Date, days: number) => new Date(at.getTime() - days * dayMs);
const isoDay = (at: Date | number) => new Date(at).toISOString().slice(0, 10);
