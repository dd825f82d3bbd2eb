import type { Decision } from "#features/ingestion/decision-ages.ts";

/** What is decided from which records. Name a feature's grounds here, so that pages can say how old they are. */
export const decisions: readonly Decision[] = [
  {
    decision: "customer_health",
    title: "Customer health",
    basedOn: ["sessions", "calls", "customers"],
    href: "/customers",
  },
  {
    decision: "tutor_performance",
    title: "Tutor performance",
    basedOn: ["sessions", "tutors", "customers"],
    href: "/tutors",
  },
  {
    decision: "demand",
    title: "Demand and capacity",
    basedOn: ["sessions", "tutors", "subjects"],
    href: "/demand",
  },
  {
    decision: "overview",
    title: "Metrics on the overview",
    basedOn: ["sessions", "calls", "customers"],
    href: "/",
  },
];
