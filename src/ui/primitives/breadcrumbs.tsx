import { ChevronRight } from "lucide-react";
import Link from "next/link";

export type Breadcrumb = { label: string; href?: string };

/** The way back. The last entry is the page itself. */
export function Breadcrumbs({ items }: { items: readonly Breadcrumb[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex flex-wrap items-center gap-1 text-ink-muted text-sm">
        {items.map((item, index) => (
          <li key={item.label} className="flex items-center gap-1">
            {index > 0 ? <ChevronRight aria-hidden className="size-3.5 text-ink-faint" /> : null}
            {item.href ? (
              <Link href={item.href} className="inline-flex min-h-6 items-center rounded-sm hover:text-ink">
                {item.label}
              </Link>
            ) : (
              <span aria-current="page" className="text-ink">
                {item.label}
              </span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
