"use client";

import { useState } from "react";
import { TokensTable } from "#features/accounts/components/tokens-table.tsx";
import type { ApiToken } from "#features/accounts/schemas.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogClose, DialogContent } from "#ui/primitives/dialog.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { apiClient, readAnswer, readDone } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";
import { pageSize, useCursorPages } from "../use-cursor-pages.ts";
import { NewTokenDialog } from "./new-token-dialog.tsx";

export type TokensViewProps = {
  tokens: { data: ApiToken[]; nextCursor: string | null; total: number };
  now: string;
  timezone: string;
};

export function TokensView({ tokens, now, timezone }: TokensViewProps) {
  const [toRevoke, setToRevoke] = useState<ApiToken | null>(null);
  const change = useChange(["api-tokens"]);
  const { page, pagination, table } = useCursorPages({
    key: ["api-tokens"],
    initial: tokens,
    read: (cursor) =>
      readAnswer(
        apiClient["api-tokens"].$get({ query: { limit: String(pageSize), ...(cursor ? { cursor } : {}) } }),
      ),
  });
  const revoke = async (token: ApiToken) => {
    setToRevoke(null);
    await change.now(
      () => readDone(apiClient["api-tokens"][":id"].$delete({ param: { id: String(token.id) } })),
      `${token.name} is revoked`,
    );
  };
  return (
    <>
      <PageHeader
        title="API tokens"
        description="With a token a program reads and writes through the API, with a role and an end."
        actions={<NewTokenDialog />}
      />
      <TokensTable
        {...table}
        tokens={page.data}
        timezone={timezone}
        now={now}
        onRevoke={setToRevoke}
        footer={page.total > pageSize ? <Pagination {...pagination} /> : undefined}
      />
      <Dialog open={toRevoke !== null} onOpenChange={(open) => !open && setToRevoke(null)}>
        {toRevoke ? (
          <DialogContent
            title={`Revoke ${toRevoke.name}?`}
            description="The program that uses this token is refused from now on. This cannot be taken back."
            footer={
              <>
                <DialogClose asChild>
                  <Button>Keep it</Button>
                </DialogClose>
                <Button variant="danger" onClick={() => revoke(toRevoke)}>
                  Revoke
                </Button>
              </>
            }
          />
        ) : null}
      </Dialog>
    </>
  );
}
