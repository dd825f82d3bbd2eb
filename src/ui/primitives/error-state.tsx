"use client";

import { RotateCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "../class-names.ts";
import { Button } from "./button.tsx";
import { StatusShape } from "./status-shape.tsx";

export type ErrorStateProps = {
  /** What happened, in one sentence. */
  what: string;
  /** What the reader can do about it. */
  todo: string;
  /** Tries again; the button stays busy until the promise settles. */
  onRetry?: () => unknown;
  /** For a report: a request id or a code. */
  detail?: string;
  action?: ReactNode;
  className?: string;
};

/** Stays where the content would have been, so that one failure leaves the rest of the page standing. */
export function ErrorState({ what, todo, onRetry, detail, action, className }: ErrorStateProps) {
  const [busy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      await onRetry?.();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div role="alert" className={cn("flex flex-col items-start gap-3 p-card text-base", className)}>
      <div className="flex items-start gap-2">
        <StatusShape status="critical" className="mt-[3px]" />
        <div>
          <p className="font-medium text-ink">{what}</p>
          <p className="text-ink-muted">{todo}</p>
          {detail ? <p className="mt-1 font-mono text-ink-faint text-xs break-all">{detail}</p> : null}
        </div>
      </div>
      {onRetry || action ? (
        <div className="flex gap-2">
          {onRetry ? (
            <Button size="sm" busy={busy} onClick={retry}>
              {busy ? null : <RotateCw aria-hidden />}
              Try again
            </Button>
          ) : null}
          {action}
        </div>
      ) : null}
    </div>
  );
}
