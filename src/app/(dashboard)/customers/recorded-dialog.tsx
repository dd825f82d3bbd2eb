"use client";

import { RecordedNote } from "#features/interventions/components/recorded-note.tsx";
import { actionWords } from "#features/interventions/components/words.ts";
import { Dialog, DialogContent } from "#ui/primitives/dialog.tsx";
import type { Work } from "./use-work.ts";

/** After a call or e-mail was recorded: the address, a note, and the way back. */
export function RecordedDialog({ work }: { work: Work }) {
  const { recorded, closeRecorded, changeOne } = work;
  if (recorded === null) return null;
  const { intervention } = recorded.recorded;
  const { customerId, id, action } = intervention;
  return (
    <Dialog open onOpenChange={(open) => !open && closeRecorded()}>
      <DialogContent
        title={`${actionWords[action]}: ${recorded.name}`}
        description="It is recorded under your name, and what follows is measured."
      >
        <RecordedNote
          recorded={recorded.recorded}
          onSaveNote={async (note) => {
            await changeOne(customerId, id, { note }, "Note saved");
            closeRecorded();
          }}
          onUndo={async () => {
            await changeOne(customerId, id, { state: "cancelled" }, "Taken back");
            closeRecorded();
          }}
        />
      </DialogContent>
    </Dialog>
  );
}
