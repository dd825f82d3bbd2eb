"use client";

import { Card } from "#ui/primitives/card.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

/** A page that cannot be shown leaves the shell standing. */
export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <PageFrame>
      <Card>
        <h1 className="sr-only">This page could not be shown</h1>
        <ErrorState
          what="This page could not be shown."
          todo="Try again. If it fails once more, give the code below to your administrator: it leads to the entry in the log."
          onRetry={retry}
          {...(digest ? { detail: digest } : {})}
        />
      </Card>
    </PageFrame>
  );
}
