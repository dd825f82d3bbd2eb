"use client";

import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { FormFault } from "./form-fault.tsx";
import { checkNewPassword, NewPasswordFields } from "./new-password-fields.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type AcceptInvitationFormProps = {
  email: string;
  onAccept: (person: { name: string; password: string }) => Promise<Faults | null>;
};

export function AcceptInvitationForm({ email, onAccept }: AcceptInvitationFormProps) {
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const name = textOf(values, "name").trim();
    if (!name) return { name: "Write your name." };
    return checkNewPassword(values) ?? (await onAccept({ name, password: textOf(values, "password") }));
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="E-mail address">
        {(control) => (
          <Input {...control} name="email" type="email" autoComplete="username" value={email} readOnly />
        )}
      </Field>
      <Field label="Name" error={faults.name}>
        {(control) => <Input {...control} name="name" autoComplete="name" autoFocus />}
      </Field>
      <NewPasswordFields faults={faults} />
      <Button type="submit" variant="primary" busy={busy}>
        Make the account
      </Button>
    </form>
  );
}
