import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

export function Label({ className, ...props }: ComponentProps<"label"> & { htmlFor: string }) {
  // biome-ignore lint/a11y/noLabelWithoutControl: htmlFor is required by the type
  return <label className={cn("font-medium text-ink text-sm", className)} {...props} />;
}
