import type { Metadata } from "next";
import { listApiTokens } from "#features/accounts/lists.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { requireViewer } from "../../../viewer.ts";
import { TokensView } from "./tokens-view.tsx";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const viewer = await requireViewer("admin");
  const tokens = await listApiTokens(webRuntime().db, viewer, { limit: 50 });
  return (
    <PageFrame>
      {/* Tokens end by the machine's clock, also where AS_OF makes the product's stand still. */}
      <TokensView tokens={tokens} now={new Date().toISOString()} timezone={viewer.timezone} />
    </PageFrame>
  );
}
