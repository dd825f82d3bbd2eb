"use client";

import { useState } from "react";
import { UserEditor } from "#features/accounts/components/user-editor.tsx";
import { UsersTable } from "#features/accounts/components/users-table.tsx";
import type { Invitation, User } from "#features/accounts/schemas.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { apiClient, readAnswer, readDone } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";
import { pageSize, useCursorPages } from "../use-cursor-pages.ts";
import { InvitationsSection } from "./invitations-section.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

type Page<Row> = { data: Row[]; nextCursor: string | null; total: number };

export type UsersViewProps = {
  users: Page<User>;
  invitations: Page<Invitation>;
  viewerId: string;
  timezone: string;
};

export function UsersView({ users, invitations, viewerId, timezone }: UsersViewProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const change = useChange(["users", "invitations"]);
  const { page, pagination, table } = useCursorPages({
    key: ["users"],
    initial: users,
    read: (cursor) =>
      readAnswer(apiClient.users.$get({ query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) } })),
  });
  const user = page.data.find(({ id }) => id === openId);
  const patch = (id: string, json: Parameters<(typeof apiClient.users)[":id"]["$patch"]>[0]["json"]) =>
    readDone(apiClient.users[":id"].$patch({ param: { id }, json }));
  return (
    <>
      <PageHeader
        title="Users"
        description="Who may sign in, and what they may do and see."
        actions={<InviteDialog />}
      />
      <UsersTable
        {...table}
        users={page.data}
        timezone={timezone}
        onOpen={({ id }) => setOpenId(id)}
        footer={page.total > pageSize ? <Pagination {...pagination} /> : undefined}
      />
      <InvitationsSection initial={invitations} timezone={timezone} />
      <Sheet open={user !== undefined} onOpenChange={(open) => !open && setOpenId(null)}>
        {user ? (
          <SheetContent title={user.name} description={user.email}>
            <UserEditor
              key={`${user.id} ${user.disabledAt}`}
              user={user}
              isOwn={user.id === viewerId}
              onSave={(edit) => change.inForm(() => patch(user.id, edit), `${user.name} is changed`)}
              onDisable={(disabled) =>
                change.now(
                  () => patch(user.id, { disabled }),
                  `${user.name} is ${disabled ? "disabled" : "enabled"}`,
                )
              }
              onSignOut={() =>
                change.now(
                  () => readAnswer(apiClient.users[":id"]["sign-out"].$post({ param: { id: user.id } })),
                  `${user.name} is signed out everywhere`,
                )
              }
            />
          </SheetContent>
        ) : null}
      </Sheet>
    </>
  );
}
