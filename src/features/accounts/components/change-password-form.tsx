"use client";

import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { FormFault } from "./form-fault.tsx";
import { checkNewPassword, NewPasswordFields } from "./new-password-fields.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type ChangePasswordFormProps = {
  onChange: (given: { currentPassword: string; newPassword: string }) => Promise<Faults | null>;
};

/** Other browsers are signed out by it: whoever knew the old password is out. */
export function ChangePasswordForm({ onChange }: ChangePasswordFormProps) {
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const currentPassword = textOf(values, "current");
    if (!currentPassword) return { current: "Write your current password." };
    const found =
      checkNewPassword(values) ??
      (await onChange({ currentPassword, newPassword: textOf(values, "password") }));
    return found;
  });
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="Current password" error={faults.current}>
        {(control) => <Input {...control} name="current" type="password" autoComplete="current-password" />}
      </Field>
      <NewPasswordFields faults={faults} />
      <Button type="submit" variant="primary" busy={busy} className="self-start">
        Change the password
      </Button>
    </form>
  );
}
