"use client";

import { type FormEvent, useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";

export type ViewFormProps = {
  first: { name: string; isShared: boolean };
  /** Whether to ask if colleagues may see it. */
  asksShared: boolean;
  longestName: number;
  submit: string;
  /** Answers what the server refused, or null. */
  onSubmit: (view: { name: string; isShared: boolean }) => Promise<string | null>;
};

/** The name of a view, and whether colleagues see it. */
export function ViewForm({ first, asksShared, longestName, submit, onSubmit }: ViewFormProps) {
  const [isShared, setShared] = useState(first.isShared);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    setBusy(true);
    setFault(await onSubmit({ name, isShared }));
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      {fault ? (
        <Callout status="critical" title="Not saved">
          {fault}
        </Callout>
      ) : null}
      <Field label="Name" required>
        {(control) => (
          <Input
            {...control}
            name="name"
            defaultValue={first.name}
            maxLength={longestName}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      {asksShared ? (
        <label className="flex min-h-6 items-center gap-2 touch:min-h-11">
          <input
            type="checkbox"
            checked={isShared}
            onChange={(event) => setShared(event.target.checked)}
            className="size-4 accent-accent"
          />
          Share with colleagues
        </label>
      ) : null}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" busy={isBusy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
