"use client";

import Link from "next/link";
import { Dialog, DialogContent } from "../primitives/dialog.tsx";
import type { NavigationEntry } from "./navigation.ts";

export type MorePagesProps = {
  entries: readonly NavigationEntry[];
  current: NavigationEntry | undefined;
  onClose: () => void;
};

/** All pages, as a list at the foot of a phone. */
export function MorePages({ entries, current, onClose }: MorePagesProps) {
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title="Pages">
        <ul className="flex flex-col">
          {entries.map((entry) => (
            <li key={entry.href}>
              <Link
                href={entry.href}
                onClick={onClose}
                aria-current={entry.href === current?.href ? "page" : undefined}
                className="flex h-12 items-center gap-3 rounded-lg px-2 text-lg text-ink aria-[current=page]:font-medium hover:bg-hover [&_svg]:size-5"
              >
                {entry.icon}
                {entry.label}
              </Link>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}
