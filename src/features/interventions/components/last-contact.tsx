import { RelativeTime } from "#ui/figures/relative-time.tsx";
import type { WorkItem } from "../schemas.ts";
import { actionWords } from "./words.ts";

export type LastContactProps = { contact: WorkItem["lastContact"]; now: Date; timezone: string };

/** When somebody of us contacted the customer last, by whom and how. */
export function LastContact({ contact, now, timezone }: LastContactProps) {
  if (contact === null) return <span className="text-ink-faint">not yet</span>;
  return (
    <span>
      <RelativeTime at={contact.at} now={now} timezone={timezone} className="whitespace-nowrap" />
      <span className="block text-ink-muted text-sm">
        {actionWords[contact.action].toLowerCase()} by {contact.byName}
      </span>
    </span>
  );
}
