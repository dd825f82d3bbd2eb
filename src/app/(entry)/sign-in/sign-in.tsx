"use client";

import Link from "next/link";
import { useTheme } from "next-themes";
import { SignInForm } from "#features/accounts/components/sign-in-form.tsx";
import { applyDensity } from "#ui/shell/preferences.ts";
import { apiClient, readAnswer } from "../../api-client.ts";
import { postAuthForm } from "../../auth-client.ts";

/** Signs in, takes over how the account likes the dashboard, and goes on to the page that was asked for. */
export function SignIn({ next }: { next: string }) {
  const { setTheme } = useTheme();
  return (
    <SignInForm
      forgot={
        <Link href="/forgot-password" className="text-accent-ink text-sm hover:underline">
          Forgot password?
        </Link>
      }
      onSignIn={async (given) => {
        const faults = await postAuthForm("/sign-in/email", given);
        if (faults) return faults;
        const profile = await readAnswer(apiClient.me.$get());
        setTheme(profile.theme);
        applyDensity(profile.density);
        // A whole new page: nothing that was rendered for nobody stays.
        window.location.assign(next);
        return await new Promise<null>(() => undefined);
      }}
    />
  );
}
