"use client";

import { ResetPasswordForm } from "#features/accounts/components/reset-password-form.tsx";
import { postAuthForm } from "../../auth-client.ts";

export function ResetPassword({ token }: { token: string }) {
  return (
    <ResetPasswordForm
      onReset={async (newPassword) => {
        const faults = await postAuthForm("/reset-password", { token, newPassword });
        if (faults) return faults;
        window.location.assign("/sign-in?notice=password-changed");
        return await new Promise<null>(() => undefined);
      }}
    />
  );
}
