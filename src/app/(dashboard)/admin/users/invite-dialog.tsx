"use client";

import { useState } from "react";
import { InviteForm } from "#features/accounts/components/invite-form.tsx";
import { SecretLine } from "#features/accounts/components/secret-line.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#ui/primitives/dialog.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";

/** Asks for an address and a role, and then shows the link, for those whom mail does not reach. */
export function InviteDialog() {
  const [sent, setSent] = useState<{ email: string; link: string } | null>(null);
  const change = useChange(["invitations", "outbox"]);
  return (
    <Dialog onOpenChange={() => setSent(null)}>
      <DialogTrigger asChild>
        <Button variant="primary">Invite</Button>
      </DialogTrigger>
      {sent ? (
        <DialogContent
          title="Invitation written"
          description={`A mail to ${sent.email} is in the outbox. The same link, to hand over yourself:`}
        >
          <SecretLine label="Link of the invitation" value={sent.link} />
        </DialogContent>
      ) : (
        <DialogContent
          title="Invite somebody"
          description="They get a mail with a link to choose a password."
        >
          <InviteForm
            onInvite={(invited) =>
              change.inForm(async () => {
                const { link } = await readAnswer(apiClient.invitations.$post({ json: invited }));
                setSent({ email: invited.email, link });
              }, "Invitation written")
            }
          />
        </DialogContent>
      )}
    </Dialog>
  );
}
