import type { Metadata } from "next";
import Link from "next/link";
import { EntryCard } from "#features/accounts/components/entry-card.tsx";
import { buttonClass } from "#ui/primitives/button.tsx";
import { ResetPassword } from "./reset-password.tsx";

export const metadata: Metadata = { title: "Choose a password", referrer: "no-referrer" };

type PageProps = { searchParams: Promise<{ token?: string | string[] }> };

export default async function ResetPasswordPage({ searchParams }: PageProps) {
  const { token } = await searchParams;
  if (typeof token !== "string" || token === "") {
    return (
      <EntryCard
        title="This link is not whole"
        description="Open it from the mail once more, or ask for a new one."
      >
        <Link href="/forgot-password" className={buttonClass({ variant: "primary" })}>
          Ask for a new link
        </Link>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Choose a password" description="Afterwards you are signed out everywhere.">
      <ResetPassword token={token} />
    </EntryCard>
  );
}
