"use client";

import { type FormEvent, useState } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Textarea } from "#ui/primitives/input.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { ActBody } from "./channel-buttons.tsx";

export type RecordManyFormProps = { count: number; now: Date; onRecord: (body: ActBody) => void };

const actions = [
  { value: "call" as const, label: "Call" },
  { value: "email" as const, label: "Email" },
  { value: "task" as const, label: "Task" },
];

const states = [
  { value: "done" as const, label: "Done now" },
  { value: "planned" as const, label: "Planned" },
];

const dayMs = 86_400_000;
const delays = [
  { value: "1", label: "Tomorrow" },
  { value: "3", label: "In 3 days" },
  { value: "7", label: "In a week" },
];

/** Which action to record for all that are selected. */
export function RecordManyForm({ count, now, onRecord }: RecordManyFormProps) {
  const [action, setAction] = useState<(typeof actions)[number]["value"]>("call");
  const [state, setState] = useState<(typeof states)[number]["value"]>("done");
  const [days, setDays] = useState("1");
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note") ?? "").trim() || null;
    const dueAt = new Date(now.getTime() + Number(days) * dayMs).toISOString();
    onRecord({ action, state, note, dueAt: state === "planned" ? dueAt : null });
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-3">
        <Segmented label="Action" value={action} onValueChange={setAction} options={actions} />
        <Segmented label="State" value={state} onValueChange={setState} options={states} />
      </div>
      {state === "planned" ? (
        <Field label="When">
          {({ id }) => <Select id={id} value={days} onValueChange={setDays} options={delays} />}
        </Field>
      ) : null}
      <Field label="Note" hint="Kept with each customer; colleagues read it on the customer’s page.">
        {(control) => <Textarea {...control} name="note" maxLength={2_000} rows={3} />}
      </Field>
      <p className="text-ink-muted text-sm">
        The rules for one hold for each: consent, quiet hours where the customer lives, and the last contact
        of a colleague. You see whom they leave out, and why.
      </p>
      <div className="flex justify-end">
        <Button type="submit" variant="primary">
          Record for {formatCount(count)}
        </Button>
      </div>
    </form>
  );
}
