"use client";

import { usePathname } from "next/navigation";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";

const pages = [
  { value: "/demand", label: "By subject", href: "/demand" },
  { value: "/demand/all", label: "All together", href: "/demand/all" },
  { value: "/demand/utilisation", label: "Utilisation", href: "/demand/utilisation" },
  { value: "/demand/accuracy", label: "Accuracy", href: "/demand/accuracy" },
];

/** The pages about demand, one beside the other; a subject's own page belongs to the first. */
export function DemandTabs() {
  const pathname = usePathname();
  const current = pages.findLast(({ href }) => pathname === href)?.value ?? "/demand";
  return (
    <div className="overflow-x-auto px-4 pt-4 md:px-6 md:pt-6">
      <SegmentedLinks label="Demand" value={current} options={pages} className="max-sm:[&_a]:px-2" />
    </div>
  );
}
