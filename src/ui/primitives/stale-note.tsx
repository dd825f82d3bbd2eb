import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import type { Instant } from "../figures/dates.ts";
import { RelativeTime } from "../figures/relative-time.tsx";

export type StaleNoteProps = {
  since: Instant;
  now: Instant;
  timezone: string;
  /** What is being done about it. */
  children?: ReactNode;
  className?: string;
};

/** In the place of the figure that is old: since when, and why. */
export function StaleNote({ since, now, timezone, children, className }: StaleNoteProps) {
  return (
    <p className={cn("flex items-center gap-1.5 text-sm text-warning-ink", className)}>
      <Clock aria-hidden="true" className="size-3.5 shrink-0" />
      <span>
        Not updated since <RelativeTime at={since} now={now} timezone={timezone} />
        {children ? <>. {children}</> : null}
      </span>
    </p>
  );
}
