"use client";

import { useId } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { Input } from "#ui/primitives/input.tsx";
import type { SettingField } from "../setting-fields.ts";

/** A number on the page: where it stands now, and what it was and is by default. */
export type SettingRow = { field: SettingField; value: number; saved: number; usual: number };

export type SettingsFormProps = {
  groups: readonly { title: string; note?: string; rows: readonly SettingRow[] }[];
  onChange: (path: string, value: number) => void;
};

/** Every number of the health score with its reason; slider and field are two handles of one value. */
export function SettingsForm({ groups, onChange }: SettingsFormProps) {
  return (
    <div className="flex flex-col gap-4">
      {groups.map(({ title, note, rows }) => (
        <Card key={title}>
          <CardHeader>
            <CardTitle>{title}</CardTitle>
            {note ? <p className="text-ink-muted text-sm">{note}</p> : null}
          </CardHeader>
          <CardBody className="flex flex-col gap-4">
            {rows.map((row) => (
              <SettingControl key={row.field.path} row={row} onChange={onChange} />
            ))}
          </CardBody>
        </Card>
      ))}
    </div>
  );
}

const units: Record<SettingField["unit"], string> = {
  points: "points",
  days: "days",
  weight: "",
  stars: "stars",
  "sessions a week": "a week",
  sessions: "sessions",
  calls: "calls",
  changes: "changes",
};

function SettingControl({ row, onChange }: { row: SettingRow } & Pick<SettingsFormProps, "onChange">) {
  const { field, value, saved, usual } = row;
  const id = useId();
  const change = (text: string) => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number)) onChange(field.path, number);
  };
  const limits = { min: field.min, max: field.max, step: field.step, value };
  const isChanged = value !== saved;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem] items-center gap-x-3 gap-y-1 sm:grid-cols-[minmax(0,1fr)_10rem_6rem]">
      <label htmlFor={id} className={isChanged ? "font-medium" : ""}>
        {field.label}
        {isChanged ? <span className="font-normal text-accent-ink text-sm"> (saved: {saved})</span> : null}
      </label>
      <input
        type="range"
        aria-label={`${field.label}, slider`}
        className="h-control w-full accent-accent max-sm:order-1 max-sm:col-span-2"
        {...limits}
        onChange={(event) => change(event.target.value)}
      />
      <Input
        id={id}
        type="number"
        aria-describedby={`${id}-why`}
        className="tabular text-right"
        {...limits}
        onChange={(event) => change(event.target.value)}
      />
      <p id={`${id}-why`} className="col-span-full text-ink-muted text-sm max-sm:order-2">
        {field.reason}{" "}
        <span className="whitespace-nowrap">Default: {`${usual} ${units[field.unit]}`.trim()}.</span>{" "}
        {value === usual ? null : (
          <Button size="sm" variant="ghost" onClick={() => onChange(field.path, usual)}>
            Use default
          </Button>
        )}
      </p>
    </div>
  );
}
