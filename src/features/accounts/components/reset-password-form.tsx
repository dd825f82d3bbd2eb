"use client";

import { Button } from "#ui/primitives/button.tsx";
import { FormFault } from "./form-fault.tsx";
import { checkNewPassword, NewPasswordFields } from "./new-password-fields.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type ResetPasswordFormProps = { onReset: (password: string) => Promise<Faults | null> };

export function ResetPasswordForm({ onReset }: ResetPasswordFormProps) {
  const { busy, faults, onSubmit } = useForm(
    async (values) => checkNewPassword(values) ?? (await onReset(textOf(values, "password"))),
  );
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <NewPasswordFields faults={faults} />
      <Button type="submit" variant="primary" busy={busy}>
        Change the password
      </Button>
    </form>
  );
}
