"use client";

import { type FormEvent, useState } from "react";

/** What is wrong with a form, by the name of the field; `form` stands for the whole of it. */
export type Faults = Readonly<Partial<Record<string, string>>>;

/** Does what the form is for. Returns what is wrong, or null when it is done. */
export type FormAction = (values: FormData) => Promise<Faults | null>;

const broken: Faults = {
  form: "That did not work. Check your connection, reload the page and try again.",
};

/** Runs a form's action once at a time, and puts the focus on the first field that is wrong. */
export function useForm(action: FormAction) {
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    setBusy(true);
    const found =
      (await action(new FormData(form)).catch((error: unknown) => {
        reportError(error);
        return broken;
      })) ?? {};
    setBusy(false);
    setFaults(found);
    const first = Object.keys(found).find((name) => name !== "form");
    if (first) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  return { busy, faults, onSubmit };
}

/** The text of a field, "" where it is not filled. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === "string" ? value : "";
}
