"use client";

import { AcceptInvitationForm } from "#features/accounts/components/accept-invitation-form.tsx";
import { ApiFault, apiClient, readAnswer } from "../../../api-client.ts";
import { postAuthForm } from "../../../auth-client.ts";

/** Makes the account, signs in to it, and opens the overview. */
export function AcceptInvitation({ token, email }: { token: string; email: string }) {
  return (
    <AcceptInvitationForm
      email={email}
      onAccept={async (person) => {
        const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
        try {
          await readAnswer(apiClient.invitations.accept.$post({ json: { token, timezone, ...person } }));
        } catch (error) {
          if (error instanceof ApiFault) return { form: error.message };
          throw error;
        }
        const faults = await postAuthForm("/sign-in/email", { email, password: person.password });
        if (faults) return faults;
        window.location.assign("/");
        return await new Promise<null>(() => undefined);
      }}
    />
  );
}
