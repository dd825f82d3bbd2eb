"use client";

import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import type { OutlookHour } from "../schemas/hours.ts";
import type { NewOverride } from "../work-schemas.ts";
import { type Clocks, endOfHour, formatSessions, hoursOf } from "./demand-words.ts";
import { HourSelect } from "./hour-select.tsx";

export type OverrideFormProps = {
  code: string;
  /** Hours ahead, in order: those that can be overridden. */
  outlook: readonly OutlookHour[];
  clocks: Clocks;
  /** The hour that the form begins with. */
  first: string;
  /** Returns what is wrong, in a sentence, or null when it is done. */
  onAdd: (override: NewOverride) => Promise<string | null>;
};

const kinds = [
  { value: "scale" as const, label: "Multiply" },
  { value: "set" as const, label: "Set" },
];

/** Overrides the forecast of some hours ahead, with the reason; what it changes is said before it is sent. */
export function OverrideForm({ code, outlook, clocks, first, onAdd }: OverrideFormProps) {
  const [from, setFrom] = useState(
    outlook.some(({ hour }) => hour === first) ? first : (outlook[0]?.hour ?? first),
  );
  const [to, setTo] = useState(endOfHour(from));
  const [kind, setKind] = useState<"set" | "scale">("scale");
  const [amount, setAmount] = useState("1.2");
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const value = Number(amount);
  const hours = outlook.filter(({ hour }) => hour >= from && hour < to);
  const send = async (values: FormData) => {
    if (amount.trim() === "" || !Number.isFinite(value) || value < 0)
      return setFault("Give a number that is not negative.");
    setBusy(true);
    const found = await onAdd({
      code,
      from,
      to,
      kind,
      amount: value,
      reason: String(values.get("reason") ?? ""),
    });
    setBusy(false);
    setFault(found);
  };
  const starts = outlook.map(({ hour }) => hour);
  const ends = outlook.map(({ hour }) => endOfHour(hour)).filter((end) => end > from);
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
              instants={starts}
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
      <div className="flex flex-wrap items-end gap-4">
        <Segmented
          label="Kind"
          value={kind}
          onValueChange={(next) => {
            setKind(next);
            setAmount(next === "scale" ? "1.2" : formatSessions(hours[0]?.mean ?? 0));
          }}
          options={kinds}
        />
        <Field label={kind === "scale" ? "By" : "Sessions in each hour"} className="w-40">
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              value={amount}
              onChange={({ target }) => setAmount(target.value)}
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      <p className="tabular text-ink-muted text-sm" role="status">
        {effectInWords(hours, kind, value)}
      </p>
      <Field
        label="Reason"
        hint="What you know that the history does not show. Kept with your name."
        required
      >
        {(control) => <Input {...control} name="reason" minLength={3} maxLength={500} autoComplete="off" />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Override forecast
      </Button>
    </form>
  );
}

/** What the override would make of the forecast, before it is sent. */
export function effectInWords(hours: readonly OutlookHour[], kind: "set" | "scale", amount: number): string {
  if (!Number.isFinite(amount) || amount < 0) return "Give a number that is not negative.";
  const before = hours.reduce((sum, { mean }) => sum + mean, 0);
  const after = kind === "set" ? amount * hours.length : before * amount;
  return `${hoursOf(hours.length)}: ${formatSessions(before)} sessions expected now, ${formatSessions(after)} with the override.`;
}
