import type { Metadata } from "next";
import { listInvitations, listUsers } from "#features/accounts/lists.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { UsersView } from "./users-view.tsx";

export const metadata: Metadata = { title: "Users" };

export default async function UsersPage() {
  const viewer = await requireViewer("admin");
  const { db } = webRuntime();
  const [users, invitations] = await Promise.all([
    listUsers(db, viewer, { limit: 50 }),
    listInvitations(db, viewer, { limit: 50 }),
  ]);
  return (
    <PageFrame>
      <UsersView
        users={users}
        invitations={invitations}
        viewerId={viewer.userId}
        timezone={viewer.timezone}
      />
    </PageFrame>
  );
}
