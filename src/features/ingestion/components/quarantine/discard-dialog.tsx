"use client";

import { useState } from "react";
import { formatCount } from "#ui/figures/format.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogClose, DialogContent } from "#ui/primitives/dialog.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Textarea } from "#ui/primitives/input.tsx";

export type DiscardDialogProps = {
  /** How many; null while nothing is to be discarded. */
  records: number | null;
  onClose: () => void;
  onDiscard: (reason: string) => Promise<void>;
};

const shortestReason = 3;

/** Asks why records are let go. */
export function DiscardDialog({ records, onClose, onDiscard }: DiscardDialogProps) {
  const [reason, setReason] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const close = () => {
    setReason("");
    setError(undefined);
    onClose();
  };
  const discard = async () => {
    if (reason.trim().length < shortestReason)
      return setError("Say why, so that others understand it later.");
    setBusy(true);
    try {
      await onDiscard(reason.trim());
      close();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={records !== null} onOpenChange={(isOpen) => !isOpen && close()}>
      {records === null ? null : (
        <DialogContent
          title={records === 1 ? "Discard this record" : `Discard ${formatCount(records)} records`}
          description="They stay out of the tables until the source sends them changed. For 180 days you can put them back."
          footer={
            <>
              <DialogClose asChild>
                <Button variant="ghost">Cancel</Button>
              </DialogClose>
              <Button variant="danger" busy={isBusy} onClick={discard}>
                Discard
              </Button>
            </>
          }
        >
          <Field label="Why" required error={error}>
            {(ids) => (
              <Textarea
                {...ids}
                value={reason}
                maxLength={500}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        </DialogContent>
      )}
    </Dialog>
  );
}
