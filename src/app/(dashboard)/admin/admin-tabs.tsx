"use client";

import { usePathname } from "next/navigation";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";

const pages = [
  { value: "/admin/users", label: "Users", href: "/admin/users" },
  { value: "/admin/tokens", label: "API tokens", href: "/admin/tokens" },
  { value: "/admin/outbox", label: "Outbox", href: "/admin/outbox" },
  { value: "/admin/health", label: "Health rules", href: "/admin/health" },
  { value: "/admin/audit", label: "Audit log", href: "/admin/audit" },
];

/** The pages of administration, one beside the other. */
export function AdminTabs() {
  const pathname = usePathname();
  const current = pages.find((page) => pathname.startsWith(page.href))?.value ?? pages[0]?.value ?? "";
  return (
    <div className="overflow-x-auto px-4 pt-4 md:px-6 md:pt-6">
      <SegmentedLinks label="Administration" value={current} options={pages} />
    </div>
  );
}
