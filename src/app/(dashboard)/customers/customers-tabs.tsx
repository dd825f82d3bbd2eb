import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";

const pages = [
  { value: "list", label: "List", href: "/customers" },
  { value: "queue", label: "Queue", href: "/customers/queue" },
] as const;

/** The list of all customers, and the queue of those to work on. */
export function CustomersTabs({ current }: { current: (typeof pages)[number]["value"] }) {
  return <SegmentedLinks label="Customers" value={current} options={pages} />;
}
