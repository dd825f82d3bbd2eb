import type { ReactNode } from "react";
import { cn } from "#ui/class-names.ts";

/** A table that is wider than its card scrolls inside it, by keyboard too. */
export function TableScroll({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="focus-inside overflow-x-auto rounded-b-lg">
      {children}
    </section>
  );
}

export type TableProps = {
  caption: string;
  heads: readonly string[];
  /** Heads from this one on stand at the end, over figures. */
  endFrom: number;
  children: ReactNode;
};

/** Heads and rows without sorting, for sections of a page. */
export function Table({ caption, heads, endFrom, children }: TableProps) {
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {heads.map((head, index) =>
            head ? (
              <th
                key={head}
                scope="col"
                className={cn(
                  "px-3 py-1.5 font-medium text-ink-muted",
                  index < endFrom ? "text-left" : "text-right",
                )}
              >
                {head}
              </th>
            ) : (
              <td key="bar" />
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
