import type { Status } from "#ui/status.ts";
import type { Mail } from "../api.ts";

/** Each state of a mail as people read it. */
export const mailStateLook: Readonly<Record<Mail["state"], { status: Status; word: string }>> = {
  queued: { status: "info", word: "Queued" },
  sending: { status: "info", word: "Being sent" },
  held: { status: "neutral", word: "Kept here" },
  sent: { status: "good", word: "Sent" },
  delivered: { status: "good", word: "Delivered" },
  deferred: { status: "warning", word: "Tried again later" },
  bounced: { status: "critical", word: "Bounced" },
  complained: { status: "critical", word: "Marked as spam" },
  opened: { status: "good", word: "Opened" },
  clicked: { status: "good", word: "Clicked" },
  failed: { status: "critical", word: "Failed" },
  suppressed: { status: "neutral", word: "Suppressed" },
};
