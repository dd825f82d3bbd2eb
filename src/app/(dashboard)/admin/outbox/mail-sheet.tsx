"use client";

import { useQuery } from "@tanstack/react-query";
import type { Mail } from "#features/notifications/api.ts";
import { MailPreview } from "#features/notifications/components/mail-preview.tsx";
import { subjectOf } from "#features/notifications/components/outbox-table.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { apiClient, readAnswer, readDone } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";

export type MailSheetProps = { mail: Mail | null; sending: boolean; onClose: () => void };

const sendableStates = new Set<Mail["state"]>(["failed", "held", "deferred"]);

/** One mail beside the list, as its reader sees it. */
export function MailSheet({ mail, sending, onClose }: MailSheetProps) {
  const change = useChange(["outbox"]);
  const param = { param: { id: String(mail?.id) } };
  const content = useQuery({
    queryKey: ["outbox-mail", mail?.id],
    enabled: mail !== null,
    queryFn: () => readAnswer(apiClient.outbox[":id"].$get(param)),
  });
  const canSend = mail !== null && sending && sendableStates.has(mail.state);
  const sendAgain = () =>
    change.now(() => readDone(apiClient.outbox[":id"].send.$post(param)), "Queued again");
  return (
    <Sheet open={mail !== null} onOpenChange={(open) => !open && onClose()}>
      {mail ? (
        <SheetContent
          title={subjectOf(mail)}
          description={`To ${mail.recipient}`}
          className="sm:max-w-2xl"
          footer={canSend ? <Button onClick={sendAgain}>Send it now</Button> : undefined}
        >
          <div className="flex min-h-full flex-col gap-3">
            {mail.lastError ? <p className="text-critical-ink text-sm">{mail.lastError}</p> : null}
            {content.isError ? (
              <ErrorState
                what={content.error.message}
                todo="Try again."
                onRetry={() => void content.refetch()}
              />
            ) : null}
            {content.isPending ? <Skeleton className="h-96" /> : null}
            {content.data ? (
              <MailPreview subject={subjectOf(mail)} html={content.data.html} text={content.data.text} />
            ) : null}
          </div>
        </SheetContent>
      ) : null}
    </Sheet>
  );
}
