"use client";

import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { FormFault } from "./form-fault.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type ForgotPasswordFormProps = { onAsk: (email: string) => Promise<Faults | null> };

/** Says the same whether the address has an account or not. */
export function ForgotPasswordForm({ onAsk }: ForgotPasswordFormProps) {
  const [askedFor, setAskedFor] = useState<string | null>(null);
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const email = textOf(values, "email").trim();
    if (!email) return { email: "Write your e-mail address." };
    const found = await onAsk(email);
    if (found === null) setAskedFor(email);
    return found;
  });
  if (askedFor !== null) {
    return (
      <Callout status="good" title="Look into your mail">
        If {askedFor} has an account, a mail with a link is on its way. The link works for an hour.
      </Callout>
    );
  }
  return (
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="E-mail address" error={faults.email}>
        {(control) => <Input {...control} name="email" type="email" autoComplete="username" autoFocus />}
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Send the link
      </Button>
    </form>
  );
}
