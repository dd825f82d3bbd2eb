import Link from "next/link";
import { cn } from "../class-names.ts";
import { segmentedItemClass, segmentedListClass } from "./segmented-look.ts";

export type SegmentedLinksProps = {
  label: string;
  value: string;
  options: readonly { value: string; label: string; href: string }[];
  className?: string;
};

/** One of a few, kept in the URL: a link each, so that it works before scripts have loaded. */
export function SegmentedLinks({ label, value, options, className }: SegmentedLinksProps) {
  return (
    <nav aria-label={label} className={cn(segmentedListClass, className)}>
      {options.map((option) => (
        <Link
          key={option.value}
          href={option.href}
          scroll={false}
          prefetch={false}
          aria-current={option.value === value ? "true" : undefined}
          className={cn(
            segmentedItemClass,
            "aria-[current=true]:bg-segment aria-[current=true]:font-medium aria-[current=true]:text-ink",
          )}
        >
          {option.label}
        </Link>
      ))}
    </nav>
  );
}
