import type { Metadata } from "next";
import Link from "next/link";
import { EntryCard } from "#features/accounts/components/entry-card.tsx";
import { readInvitation } from "#features/accounts/read-invitation.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { buttonClass } from "#ui/primitives/button.tsx";
import { AcceptInvitation } from "./accept-invitation.tsx";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

type PageProps = { params: Promise<{ token: string }> };

export default async function InvitationPage({ params }: PageProps) {
  const { token } = await params;
  const invitation = await readInvitation(webRuntime().db, token);
  if (invitation === null) {
    return (
      <EntryCard
        title="This invitation does not work"
        description="It was used, withdrawn, or has expired. Ask whoever invited you to send it again."
      >
        <Link href="/sign-in" className={buttonClass({ variant: "secondary" })}>
          Go to sign-in
        </Link>
      </EntryCard>
    );
  }
  return (
    <EntryCard title="Join Operations" description={`You are invited as ${invitation.role}.`}>
      <AcceptInvitation token={token} email={invitation.email} />
    </EntryCard>
  );
}
