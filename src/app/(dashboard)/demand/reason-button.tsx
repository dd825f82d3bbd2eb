"use client";

import { type ReactNode, useState } from "react";
import { Button, type ButtonProps } from "#ui/primitives/button.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#ui/primitives/dialog.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";

export type ReasonButtonProps = {
  /** On the button; `of` says for what, for those who hear it out of its place. */
  verb: string;
  of?: string;
  title: string;
  description?: string;
  hint: ReactNode;
  look?: Pick<ButtonProps, "variant" | "size">;
  /** Returns what is wrong, in a sentence, or null when it is done. */
  onConfirm: (reason: string) => Promise<string | null>;
};

/** A button that asks why before it does anything. */
export function ReasonButton({ verb, of, title, description, hint, look, onConfirm }: ReasonButtonProps) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  const send = async (reason: string) => {
    if (reason.length < 3) return setFault("Say in a few words why.");
    setBusy(true);
    const found = await onConfirm(reason);
    setBusy(false);
    setFault(found ?? undefined);
    if (found === null) setOpen(false);
  };
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm" {...look}>
          {verb}
          {of ? <span className="sr-only">: {of}</span> : null}
        </Button>
      </DialogTrigger>
      <DialogContent title={title} {...(description ? { description } : {})}>
        <form
          className="flex flex-col gap-4 pt-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void send(String(new FormData(event.currentTarget).get("reason") ?? "").trim());
          }}
        >
          <Field label="Reason" hint={hint} error={fault} required>
            {(control) => <Input {...control} name="reason" maxLength={500} autoComplete="off" />}
          </Field>
          <Button type="submit" variant="primary" busy={busy} className="self-end">
            {verb}
          </Button>
        </form>
      </DialogContent>
    </Dialog>
  );
}
