import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EntryCard } from "#features/accounts/components/entry-card.tsx";
import { safeNext } from "#features/accounts/safe-next.ts";
import { Callout } from "#ui/primitives/callout.tsx";
import { currentViewer } from "../../viewer.ts";
import { SignIn } from "./sign-in.tsx";

export const metadata: Metadata = { title: "Sign in" };

type PageProps = { searchParams: Promise<{ next?: string | string[]; notice?: string | string[] }> };

const notices: Readonly<Record<string, string>> = {
  "password-changed": "Your password is changed. Sign in with the new one.",
  "signed-out": "You are signed out everywhere.",
};

export default async function SignInPage({ searchParams }: PageProps) {
  const { next, notice } = await searchParams;
  const goal = safeNext(typeof next === "string" ? next : null);
  if (await currentViewer()) redirect(goal);
  const said = typeof notice === "string" ? notices[notice] : undefined;
  return (
    <EntryCard title="Sign in" footer="No account? An administrator of your company can invite you.">
      {said ? <Callout status="good">{said}</Callout> : null}
      <SignIn next={goal} />
    </EntryCard>
  );
}
