"use client";

import type { ReactNode } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { FormFault } from "./form-fault.tsx";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type SignInFormProps = {
  /** Where the password is chosen anew; stands beside the password. */
  forgot: ReactNode;
  email?: string;
  onSignIn: (given: { email: string; password: string; rememberMe: boolean }) => Promise<Faults | null>;
};

export function SignInForm({ forgot, email, onSignIn }: SignInFormProps) {
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const given = { email: textOf(values, "email").trim(), password: textOf(values, "password") };
    if (!given.email) return { email: "Write your e-mail address." };
    if (!given.password) return { password: "Write your password." };
    return await onSignIn({ ...given, rememberMe: values.get("remember") === "on" });
  });
  return (
    // A press before the scripts have come must not put the password into the address bar.
    <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormFault message={faults.form} />
      <Field label="E-mail address" error={faults.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={email}
            autoFocus
          />
        )}
      </Field>
      <Field label="Password" error={faults.password} aside={forgot}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" />}
      </Field>
      <label className="flex items-center gap-2 text-base">
        <input type="checkbox" name="remember" defaultChecked className="size-4 accent-accent" />
        Stay signed in on this browser
      </label>
      <Button type="submit" variant="primary" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
