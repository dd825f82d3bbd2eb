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

export type InviteFormProps = {
  onInvite: (invited: { email: string; role: Role }) => Promise<Faults | null>;
};

export function InviteForm({ onInvite }: InviteFormProps) {
  const [role, setRole] = useState<Role>("operator");
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const email = textOf(values, "email").trim();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
      return { email: "Write the e-mail address as name@company.com." };
    }
    return await onInvite({ email, role });
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="E-mail address" error={faults.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="off" />}
      </Field>
      <Field label="Role">
        {({ id }) => <Select id={id} value={role} onValueChange={setRole} options={roleOptions} />}
      </Field>
      <Button type="submit" variant="primary" busy={busy} className="self-end">
        Send the invitation
      </Button>
    </form>
  );
}
