"use client";

import { Card } from "#ui/primitives/card.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";

/** The server keeps what happened in its log under the digest; the browser gets no more than that. */
export default function PageError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg items-center p-4">
      <Card className="w-full">
        <h1 className="sr-only">This page could not be shown</h1>
        <ErrorState
          what="This page could not be shown."
          todo="Try again. If it fails once more, give the code below to your administrator: it leads to the entry in the log."
          onRetry={retry}
          {...(digest ? { detail: digest } : {})}
        />
      </Card>
    </main>
  );
}
