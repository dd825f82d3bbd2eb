"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { lazy, Suspense, useState } from "react";
import { cn } from "../class-names.ts";
import type { NavigationEntry } from "./navigation.ts";

const MorePages = lazy(() => import("./more-pages.tsx").then((module) => ({ default: module.MorePages })));

const itemClass =
  "focus-inside relative flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-ink-muted text-xs aria-[current=page]:font-medium aria-[current=page]:text-ink [&_svg]:size-5";

const shownAtMost = 5;

/** The side bar of a phone: four pages within reach of a thumb and the rest behind "More". */
export function BottomBar({
  entries,
  current,
}: {
  entries: readonly NavigationEntry[];
  current: NavigationEntry | undefined;
}) {
  const [open, setOpen] = useState(false);
  const fits = entries.length <= shownAtMost;
  const shown = fits ? entries : entries.slice(0, shownAtMost - 1);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-40 flex border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {shown.map((entry) => (
        <Link
          key={entry.href}
          href={entry.href}
          aria-current={entry.href === current?.href ? "page" : undefined}
          className={itemClass}
        >
          {entry.icon}
          <span className="max-w-full truncate px-1">{entry.label}</span>
          {entry.count && entry.count.value > 0 ? (
            <span className="absolute top-1.5 left-[calc(50%+6px)] min-w-4 rounded-sm bg-critical-soft px-1 text-center font-medium text-critical-ink text-xs">
              <span aria-hidden="true">{entry.count.value}</span>
              <span className="sr-only">{`, ${entry.count.value} ${entry.count.label}`}</span>
            </span>
          ) : null}
        </Link>
      ))}
      {fits ? null : (
        <button type="button" className={cn(itemClass)} aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Ellipsis aria-hidden />
          More
        </button>
      )}
      {open ? (
        <Suspense fallback={null}>
          <MorePages entries={entries} current={current} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </nav>
  );
}
