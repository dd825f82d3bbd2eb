"use client";

import { useId } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { FormFault } from "./form-fault.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type ProfileFormProps = {
  email: string;
  name: string;
  timezone: string;
  timezones: readonly string[];
  onSave: (profile: { name: string; timezone: string }) => Promise<Faults | null>;
};

export function ProfileForm({ email, name, timezone, timezones, onSave }: ProfileFormProps) {
  const listId = useId();
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const given = { name: textOf(values, "name").trim(), timezone: textOf(values, "timezone").trim() };
    if (!given.name) return { name: "Write your name." };
    if (!timezones.includes(given.timezone))
      return { timezone: "Choose a timezone from the list, such as Europe/Berlin." };
    return await onSave(given);
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field
        label="E-mail address"
        hint="You sign in with it. Only an administrator can give you another account."
      >
        {(control) => <Input {...control} value={email} readOnly />}
      </Field>
      <Field label="Name" error={faults.name}>
        {(control) => (
          <Input {...control} name="name" autoComplete="name" defaultValue={name} maxLength={80} />
        )}
      </Field>
      <Field label="Timezone" hint="Dates and times are shown in it." error={faults.timezone}>
        {(control) => <Input {...control} name="timezone" list={listId} defaultValue={timezone} />}
      </Field>
      <datalist id={listId}>
        {timezones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        Save
      </Button>
    </form>
  );
}
