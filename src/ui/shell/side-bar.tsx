"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { cn } from "../class-names.ts";
import { Badge } from "../primitives/badge.tsx";
import type { NavigationEntry } from "./navigation.ts";
import { ProductMark } from "./product-mark.tsx";

export type SideBarProps = {
  productName: string;
  entries: readonly NavigationEntry[];
  current: NavigationEntry | undefined;
  folded: boolean;
  onFold: (folded: boolean) => void;
};

/** Labels fold away below 1,024 px and at the user's wish; screen readers keep them. */
const labelClass = "truncate max-lg:sr-only group-data-[folded=true]/side:sr-only";

export function SideBar({ productName, entries, current, folded, onFold }: SideBarProps) {
  return (
    <aside
      data-folded={folded}
      className="group/side sticky top-0 hidden h-dvh w-14 shrink-0 flex-col border-line border-r bg-canvas md:flex lg:w-56 lg:data-[folded=true]:w-14"
    >
      <div className="flex h-14 items-center gap-2.5 px-4.5 font-semibold text-base">
        <ProductMark className="size-5 shrink-0" />
        <span className={labelClass}>{productName}</span>
      </div>
      <nav aria-label="Main" className="flex-1 overflow-y-auto px-2 py-1">
        <ul className="flex flex-col gap-0.5">
          {entries.map((entry) => (
            <li key={entry.href}>
              <SideLink entry={entry} active={entry.href === current?.href} folded={folded} />
            </li>
          ))}
        </ul>
      </nav>
      <button
        type="button"
        onClick={() => onFold(!folded)}
        className="m-2 hidden h-control items-center gap-2.5 rounded-lg px-3 text-ink-muted text-sm hover:bg-hover hover:text-ink lg:flex [&_svg]:size-4 [&_svg]:shrink-0"
      >
        {folded ? <PanelLeftOpen aria-hidden /> : <PanelLeftClose aria-hidden />}
        <span className={labelClass}>{folded ? "Unfold side bar" : "Fold side bar"}</span>
      </button>
    </aside>
  );
}

function SideLink({ entry, active, folded }: { entry: NavigationEntry; active: boolean; folded: boolean }) {
  return (
    <Link
      href={entry.href}
      aria-current={active ? "page" : undefined}
      title={folded ? entry.label : undefined}
      className={cn(
        "relative flex h-control items-center gap-2.5 rounded-lg px-3 text-base text-ink-muted [&_svg]:size-4 [&_svg]:shrink-0",
        "transition-colors duration-100 hover:bg-hover hover:text-ink",
        active && "bg-muted font-medium text-ink hover:bg-muted",
      )}
    >
      {entry.icon}
      <span className={labelClass}>{entry.label}</span>
      {entry.count && entry.count.value > 0 ? (
        <Badge
          tone={entry.count.status}
          title={`${entry.count.value} ${entry.count.label}`}
          className="ml-auto max-lg:absolute max-lg:top-0 max-lg:right-0 max-lg:h-4 max-lg:px-1 group-data-[folded=true]/side:absolute group-data-[folded=true]/side:top-0 group-data-[folded=true]/side:right-0 group-data-[folded=true]/side:h-4 group-data-[folded=true]/side:px-1"
        >
          <span aria-hidden="true">{entry.count.value}</span>
          <span className="sr-only">{`, ${entry.count.value} ${entry.count.label}`}</span>
        </Badge>
      ) : null}
    </Link>
  );
}
