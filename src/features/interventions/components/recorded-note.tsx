"use client";

import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Textarea } from "#ui/primitives/input.tsx";
import type { Recorded } from "../schemas.ts";

export type RecordedNoteProps = {
  recorded: Recorded;
  onSaveNote: (note: string) => Promise<unknown>;
  /** Takes the action back. */
  onUndo: () => Promise<unknown>;
};

/** After a press: the address to use, a place for a word about it, and the way back. */
export function RecordedNote({ recorded, onSaveNote, onUndo }: RecordedNoteProps) {
  const [note, setNote] = useState(recorded.intervention.note ?? "");
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void run(() => onSaveNote(note));
      }}
    >
      <Address {...recorded.contact} />
      <Field label="Note" hint="What was said or agreed. Colleagues read it on the customer's page.">
        {(ids) => (
          <Textarea {...ids} rows={3} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
      <div className="flex flex-wrap justify-between gap-2">
        <Button variant="ghost" disabled={isBusy} onClick={() => void run(onUndo)}>
          It did not happen
        </Button>
        <Button type="submit" variant="primary" busy={isBusy}>
          Save note
        </Button>
      </div>
    </form>
  );
}

function Address({ phone, email }: Recorded["contact"]) {
  if (phone !== null)
    return (
      <a
        href={`tel:${phone.replace(/[^\d+]/g, "")}`}
        className="font-semibold text-accent-ink text-xl hover:underline"
      >
        {phone}
      </a>
    );
  if (email !== null)
    return (
      <a href={`mailto:${email}`} className="break-all font-semibold text-accent-ink text-lg hover:underline">
        {email}
      </a>
    );
  return null;
}
