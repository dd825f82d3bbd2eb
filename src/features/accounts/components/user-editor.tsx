"use client";

import { useState } from "react";
import type { Role } from "#platform/viewer.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Textarea } from "#ui/primitives/input.tsx";
import { Select } from "#ui/primitives/select.tsx";
import type { User } from "../schemas.ts";
import { FormFault } from "./form-fault.tsx";
import { roleOptions } from "./role-words.ts";
import { type Faults, textOf, useForm } from "./use-form.ts";

export type UserEdit = { role: Role; customerIds: number[]; subjectCodes: string[] };

export type UserEditorProps = {
  user: User;
  onSave: (edit: UserEdit) => Promise<Faults | null>;
  onSignOut: () => void;
  onDisable: (disabled: boolean) => void;
  /** The own account cannot be disabled. */
  isOwn: boolean;
};

const split = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** What a user may do and see. */
export function UserEditor({ user, onSave, onSignOut, onDisable, isOwn }: UserEditorProps) {
  const [role, setRole] = useState<Role>(user.role);
  const { busy, faults, onSubmit } = useForm(async (values) => {
    const customerIds = split(textOf(values, "customers")).map(Number);
    if (customerIds.some((id) => !Number.isInteger(id) || id <= 0)) {
      return { customers: "Write customer numbers, such as 17 or 2041." };
    }
    return await onSave({ role, customerIds, subjectCodes: split(textOf(values, "subjects")) });
  });
  return (
    <div className="flex flex-col gap-6">
      <form method="post" noValidate onSubmit={onSubmit} className="flex flex-col gap-4">
        <FormFault message={faults.form} />
        <Field label="Role">
          {({ id }) => <Select id={id} value={role} onValueChange={setRole} options={roleOptions} />}
        </Field>
        <Field
          label="Customers"
          hint="Numbers of the only customers this user sees. Empty for all."
          error={faults.customers}
        >
          {(control) => (
            <Textarea {...control} name="customers" rows={2} defaultValue={user.customerIds.join(", ")} />
          )}
        </Field>
        <Field label="Subjects" hint="Codes of the only subjects this user sees. Empty for all.">
          {(control) => (
            <Textarea {...control} name="subjects" rows={2} defaultValue={user.subjectCodes.join(", ")} />
          )}
        </Field>
        <Button type="submit" variant="primary" busy={busy} className="self-start">
          Save
        </Button>
      </form>
      <section className="flex flex-col gap-3 border-line border-t pt-5">
        <h3 className="font-medium text-base">Access</h3>
        <div className="flex flex-wrap gap-2">
          <Button onClick={onSignOut}>Sign out everywhere</Button>
          {user.disabledAt ? (
            <Button onClick={() => onDisable(false)}>Enable</Button>
          ) : (
            <Button variant="danger" disabled={isOwn} onClick={() => onDisable(true)}>
              Disable
            </Button>
          )}
        </div>
        <p className="text-ink-muted text-sm">
          {isOwn
            ? "You cannot disable your own account."
            : "Disabling signs the user out everywhere and ends the API tokens that the user made."}
        </p>
      </section>
    </div>
  );
}
