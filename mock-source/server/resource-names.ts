import type { ResourceName } from "../world/model.ts";

export const railsResources = ["sessions", "customers", "tutors", "subjects"] as const;
export const supportResources = ["calls"] as const;

export const singular: Record<ResourceName, string> = {
  sessions: "session",
  customers: "customer",
  tutors: "tutor",
  subjects: "subject",
  calls: "call",
};
