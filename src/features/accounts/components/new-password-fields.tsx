"use client";

import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { type Faults, textOf } from "./use-form.ts";

/** Kept equal to the server's, which decides. */
export const shortestPassword = 12;

export function NewPasswordFields({ faults }: { faults: Faults }) {
  return (
    <>
      <Field
        label="New password"
        hint={`At least ${shortestPassword} characters. A few words in a row are easy to remember and hard to guess.`}
        error={faults.password}
      >
        {(control) => <Input {...control} name="password" type="password" autoComplete="new-password" />}
      </Field>
      <Field label="New password again" error={faults.again}>
        {(control) => <Input {...control} name="again" type="password" autoComplete="new-password" />}
      </Field>
    </>
  );
}

/** What is wrong with the two fields; null where they hold a password that the server will take. */
export function checkNewPassword(values: FormData): Faults | null {
  const password = textOf(values, "password");
  if (password.length < shortestPassword) {
    return { password: `Choose a password of at least ${shortestPassword} characters.` };
  }
  if (password !== textOf(values, "again")) return { again: "This is not the same password." };
  return null;
}
