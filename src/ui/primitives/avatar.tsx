import { cn } from "../class-names.ts";

/** First letters of the first and the last word; at most two. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? "");
  return letters.join("").toUpperCase() || "?";
}

/** Initials in a disc. Decoration: the name stands beside it or names the control, so the letters are no text. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      data-initials={initialsOf(name)}
      className={cn(
        "inline-flex size-7 shrink-0 items-center justify-center rounded-full border before:content-[attr(data-initials)] border-line bg-muted font-medium text-ink-muted text-xs",
        className,
      )}
    />
  );
}
