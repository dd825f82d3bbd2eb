import type { Status } from "#ui/status.ts";
import type { CustomerAlert } from "../schemas.ts";

/** The word and the status (shape and colour) of an alert's severity. */
export const severityLook: Record<CustomerAlert["severity"], { word: string; status: Status }> = {
  critical: { word: "Critical", status: "critical" },
  warning: { word: "Warning", status: "warning" },
  info: { word: "Info", status: "info" },
};
