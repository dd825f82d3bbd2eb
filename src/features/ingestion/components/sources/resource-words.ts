import type { Status } from "#ui/status.ts";
import type { ResourceStatus } from "../../status.ts";

export const freshnessLooks: Record<ResourceStatus["freshness"], { status: Status; word: string }> = {
  fresh: { status: "good", word: "Fresh" },
  late: { status: "warning", word: "Late" },
  stale: { status: "critical", word: "Stale" },
  never_read: { status: "warning", word: "Not read yet" },
};

/** "Sessions", for a heading or a cell. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The system that keeps a resource. */
export function systemOf(resource: string): string {
  return resource === "calls" ? "Support system" : "Rails application";
}
