import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-muted px-1 font-sans text-ink-muted text-xs",
        className,
      )}
      {...props}
    />
  );
}
