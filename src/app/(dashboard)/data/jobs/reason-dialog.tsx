"use client";

import { ReasonForm } from "#features/jobs/components/reason-form.tsx";
import { Dialog, DialogContent } from "#ui/primitives/dialog.tsx";
import { ApiFault } from "../../../api-client.ts";

/** Something that is about to be done, in the words of the dialog. */
export type Intent = {
  title: string;
  description: string;
  verb: string;
  danger?: boolean;
  run: (reason: string) => Promise<unknown>;
};

/** Asks why, does it, and stays open with what was wrong where it was refused. */
export function ReasonDialog({ intent, onClose }: { intent: Intent | null; onClose: () => void }) {
  const confirm = async (reason: string) => {
    try {
      await intent?.run(reason);
    } catch (error) {
      return error instanceof ApiFault ? error.message : "The dashboard did not answer. Try again.";
    }
    onClose();
    return null;
  };
  return (
    <Dialog open={intent !== null} onOpenChange={(open) => !open && onClose()}>
      {intent === null ? null : (
        <DialogContent title={intent.title} description={intent.description}>
          <ReasonForm verb={intent.verb} danger={intent.danger ?? false} onConfirm={confirm} />
        </DialogContent>
      )}
    </Dialog>
  );
}
