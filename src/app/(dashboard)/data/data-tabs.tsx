"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { hasRole, type Role } from "#platform/viewer.ts";
import { SegmentedLinks } from "#ui/primitives/segmented-links.tsx";

type DataPage = { value: string; label: string; href: string; role: Role };

const pages: readonly DataPage[] = [
  { value: "/data", label: "Sources", href: "/data", role: "viewer" },
  { value: "/data/quality", label: "Quality", href: "/data/quality", role: "viewer" },
  { value: "/data/quarantine", label: "Quarantine", href: "/data/quarantine", role: "admin" },
  { value: "/data/reconciliation", label: "Reconciliation", href: "/data/reconciliation", role: "admin" },
  { value: "/data/jobs", label: "Jobs", href: "/data/jobs", role: "admin" },
];

/** The pages about data, one beside the other; those that the role may open. */
export function DataTabs({ role }: { role: Role }) {
  const pathname = usePathname();
  const shown = pages.filter((page) => hasRole(role, page.role));
  // The first page's address begins those of all others.
  const current = shown.findLast((page) => pathname.startsWith(page.href))?.value ?? "/data";
  const list = useRef<HTMLDivElement>(null);
  // On a phone the tabs are wider than the screen: the current one must be in sight.
  useEffect(() => {
    list.current
      ?.querySelector(`[href="${current}"]`)
      ?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [current]);
  return (
    <div ref={list} className="overflow-x-auto px-4 pt-4 md:px-6 md:pt-6">
      <SegmentedLinks label="Data" value={current} options={shown} />
    </div>
  );
}
