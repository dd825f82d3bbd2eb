"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";

/** As long as the routes take them. */
const length = { least: 3, most: 300 };

export type ReasonFormProps = {
  /** On the button: "Retry 3 jobs". */
  verb: string;
  danger?: boolean;
  /** Does it; answers what was wrong, or null when it is done. */
  onConfirm: (reason: string) => Promise<string | null>;
};

/** Asks why before something is done, for the audit log. */
export function ReasonForm({ verb, danger = false, onConfirm }: ReasonFormProps) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get("reason") ?? "").trim();
    if (busy) return;
    if (reason.length < length.least) return setFault("Say in a few words why.");
    setBusy(true);
    const found = await onConfirm(reason);
    setBusy(false);
    setFault(found ?? undefined);
  };
  return (
    <form className="flex flex-col gap-4 pt-2" onSubmit={(event) => void submit(event)}>
      <Field label="Reason" hint="Kept in the audit log with your name." error={fault} required>
        {(control) => <Input {...control} name="reason" maxLength={length.most} autoComplete="off" />}
      </Field>
      <Button type="submit" busy={busy} variant={danger ? "danger" : "primary"} className="self-end">
        {verb}
      </Button>
    </form>
  );
}
