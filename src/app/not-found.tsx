import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "#ui/primitives/button.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <h1 className="sr-only">Page not found</h1>
      <EmptyState
        title="There is no page at this address."
        action={
          <Link href="/" className={buttonClass({ variant: "primary" })}>
            Open the overview
          </Link>
        }
      >
        The link may be old, or a letter is missing.
      </EmptyState>
    </main>
  );
}
