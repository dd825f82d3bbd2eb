"use client";

import { useState } from "react";
import { NewTokenForm } from "#features/accounts/components/new-token-form.tsx";
import { SecretLine } from "#features/accounts/components/secret-line.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#ui/primitives/dialog.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";

/** Makes a token and shows its secret, this once. */
export function NewTokenDialog() {
  const [secret, setSecret] = useState<string | null>(null);
  const change = useChange(["api-tokens"]);
  return (
    <Dialog onOpenChange={() => setSecret(null)}>
      <DialogTrigger asChild>
        <Button variant="primary">Make a token</Button>
      </DialogTrigger>
      {secret ? (
        <DialogContent title="The token">
          <div className="flex flex-col gap-3">
            <Callout status="warning">Copy it now. It is kept nowhere and cannot be shown again.</Callout>
            <SecretLine label="Token" value={secret} />
          </div>
        </DialogContent>
      ) : (
        <DialogContent title="Make a token">
          <NewTokenForm
            onMake={(token) =>
              change.inForm(async () => {
                const made = await readAnswer(apiClient["api-tokens"].$post({ json: token }));
                setSecret(made.secret);
              }, "Token made")
            }
          />
        </DialogContent>
      )}
    </Dialog>
  );
}
