"use client";

import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import type { HistoryHour } from "../schemas/hours.ts";
import { type Clocks, endOfHour } from "./demand-words.ts";
import { HourSelect } from "./hour-select.tsx";

export type OutlierFormProps = {
  /** Hours that have passed, in order. */
  history: readonly HistoryHour[];
  clocks: Clocks;
  /** Returns what is wrong, in a sentence, or null when it is done. */
  onMark: (stretch: { from: string; to: string; reason: string }) => Promise<string | null>;
};

/** Says that hours were out of the ordinary, so that models do not learn from them. */
export function OutlierForm({ history, clocks, onMark }: OutlierFormProps) {
  const hours = history.map(({ hour }) => hour).reverse();
  const [from, setFrom] = useState(hours[0] ?? "");
  const [to, setTo] = useState(from ? endOfHour(from) : "");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const ends = hours.map(endOfHour).filter((end) => end > from);
  const send = async (values: FormData) => {
    setBusy(true);
    const found = await onMark({ from, to, reason: String(values.get("reason") ?? "") });
    setBusy(false);
    setFault(found);
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void send(new FormData(event.currentTarget));
      }}
    >
      {fault ? <Callout status="critical">{fault}</Callout> : null}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="From">
          {(control) => (
            <HourSelect
              control={control}
              value={from}
              instants={hours}
              timezone={clocks.timezone}
              onChange={(next) => {
                setFrom(next);
                if (to <= next) setTo(endOfHour(next));
              }}
            />
          )}
        </Field>
        <Field label="Until">
          {(control) => (
            <HourSelect
              control={control}
              value={to}
              instants={ends}
              timezone={clocks.timezone}
              onChange={setTo}
            />
          )}
        </Field>
      </div>
      <Field label="Reason" hint="An outage, a one-off event. Kept with your name." required>
        {(control) => <Input {...control} name="reason" minLength={3} maxLength={500} autoComplete="off" />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Mark as out of the ordinary
      </Button>
    </form>
  );
}
