import type { Metadata } from "next";
import Link from "next/link";
import { EntryCard } from "#features/accounts/components/entry-card.tsx";
import { ForgotPassword } from "./forgot-password.tsx";

export const metadata: Metadata = { title: "Forgot password" };

export default function ForgotPasswordPage() {
  return (
    <EntryCard
      title="Forgot password"
      description="You get a mail with a link to choose another one."
      footer={
        <Link href="/sign-in" className="text-accent-ink hover:underline">
          Back to sign-in
        </Link>
      }
    >
      <ForgotPassword />
    </EntryCard>
  );
}
