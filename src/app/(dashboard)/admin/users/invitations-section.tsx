"use client";

import { InvitationsTable } from "#features/accounts/components/invitations-table.tsx";
import type { Invitation } from "#features/accounts/schemas.ts";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { apiClient, readAnswer, readDone } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";
import { pageSize, useCursorPages } from "../use-cursor-pages.ts";

export type InvitationsSectionProps = {
  initial: { data: Invitation[]; nextCursor: string | null; total: number };
  timezone: string;
};

export function InvitationsSection({ initial, timezone }: InvitationsSectionProps) {
  const change = useChange(["invitations", "outbox"]);
  const { page, pagination, table } = useCursorPages({
    key: ["invitations"],
    initial,
    read: (cursor) =>
      readAnswer(
        apiClient.invitations.$get({ query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) } }),
      ),
  });
  const param = ({ id }: Invitation) => ({ param: { id: String(id) } });
  return (
    <section aria-labelledby="invitations" className="flex flex-col gap-3">
      <h2 id="invitations" className="font-medium text-lg">
        Invitations
      </h2>
      <InvitationsTable
        {...table}
        invitations={page.data}
        timezone={timezone}
        onResend={(invitation) =>
          change.now(
            () => readAnswer(apiClient.invitations[":id"].resend.$post(param(invitation))),
            `Sent to ${invitation.email} again`,
          )
        }
        onRevoke={(invitation) =>
          change.now(
            () => readDone(apiClient.invitations[":id"].$delete(param(invitation))),
            `The invitation of ${invitation.email} is withdrawn`,
          )
        }
        footer={page.total > pageSize ? <Pagination {...pagination} /> : undefined}
      />
    </section>
  );
}
