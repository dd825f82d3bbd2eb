"use client";

import { useState } from "react";
import type { Role } from "#platform/viewer.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import { FormFault } from "./form-fault.tsx";
import { roleOptions } from "./role-words.ts";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type NewToken = { name: string; role: Role; days: number };
export type NewTokenFormProps = { onMake: (token: NewToken) => Promise<Faults | null> };

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
];

export function NewTokenForm({ onMake }: NewTokenFormProps) {
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const name = textOf(values, "name").trim();
    if (!name) return { name: "Write what the token is for." };
    return await onMake({ name, role, days: Number(days) });
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="What it is for" error={faults.name}>
        {(control) => <Input {...control} name="name" autoComplete="off" maxLength={80} />}
      </Field>
      <Field label="Role">
        {({ id }) => <Select id={id} value={role} onValueChange={setRole} options={roleOptions} />}
      </Field>
      <Field label="Ends after">
        {({ id }) => <Select id={id} value={days} onValueChange={setDays} options={lifetimes} />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Make the token
      </Button>
    </form>
  );
}
