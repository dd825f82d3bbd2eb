"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";

export type StartFormProps = {
  /** Answers what went wrong, or null where it is queued. */
  onStart: (reason: string) => Promise<string | null>;
};

const leastLetters = 3;

/** Asks why before a comparison is begun by hand. */
export function StartForm({ onStart }: StartFormProps) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const isTooShort = reason.trim().length < leastLetters;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (busy || isTooShort) return;
    setBusy(true);
    setFault(await onStart(reason.trim()));
    setBusy(false);
  };
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {fault === null ? null : <Callout status="critical">{fault}</Callout>}
      <Field
        label="Reason"
        hint="Stands in the audit log with your name."
        error={isChecked && isTooShort ? "Write in a few words why." : undefined}
        required
      >
        {(control) => (
          <Input
            {...control}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Reconcile now
      </Button>
    </form>
  );
}
