import type { Metadata } from "next";
import { headers } from "next/headers";
import { listBrowsers, readProfile } from "#features/accounts/profile.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { AccountView } from "./account-view.tsx";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const viewer = await requireViewer();
  const { db } = webRuntime();
  const [profile, browsers] = await Promise.all([
    readProfile(db, viewer),
    listBrowsers(db, viewer, await headers()),
  ]);
  return (
    <PageFrame className="mx-0 max-w-3xl">
      <PageHeader title="Account" description="Your profile, your password, and where you are signed in." />
      <AccountView
        profile={profile}
        browsers={browsers}
        timezones={["UTC", ...Intl.supportedValuesOf("timeZone")]}
      />
    </PageFrame>
  );
}
