"use client";

import { StartForm } from "#features/ingestion/components/reconciliation/start-form.tsx";
import type { ReconciledResource } from "#features/ingestion/reconcile/reconciled-resource.ts";
import { Dialog, DialogContent } from "#ui/primitives/dialog.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";

type StartDialogProps = {
  resource: ReconciledResource | null;
  onClose: () => void;
  onQueued: (resource: ReconciledResource) => void;
};

/** Asks once more, and why, before a resource is compared with the source. */
export function StartDialog({ resource, onClose, onQueued }: StartDialogProps) {
  const change = useChange(["reconciliations"]);
  const start = async (chosen: ReconciledResource, reason: string) => {
    const faults = await change.inForm(
      () => readAnswer(apiClient.reconciliations.$post({ json: { resource: chosen, reason } })),
      `Comparing ${chosen} begins in a moment`,
    );
    if (faults !== null) return faults.form ?? "That did not work. Try again.";
    onQueued(chosen);
    onClose();
    return null;
  };
  return (
    <Dialog open={resource !== null} onOpenChange={(open) => !open && onClose()}>
      {resource === null ? null : (
        <DialogContent
          title={`Reconcile ${resource} now?`}
          description="All ids are compared with the source. What is missing here is fetched, and what the source has no more is marked as deleted."
        >
          <StartForm onStart={(reason) => start(resource, reason)} />
        </DialogContent>
      )}
    </Dialog>
  );
}
