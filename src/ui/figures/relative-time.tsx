import { formatExact, formatRelative, type Instant } from "./dates.ts";

export type RelativeTimeProps = { at: Instant; now: Instant; timezone: string; className?: string };

/** How long ago, with the exact instant on hover and for machines. */
export function RelativeTime({ at, now, timezone, className }: RelativeTimeProps) {
  const instant = new Date(at);
  return (
    <time
      dateTime={Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()}
      title={formatExact(at, timezone)}
      className={className}
    >
      {formatRelative(at, now)}
    </time>
  );
}
