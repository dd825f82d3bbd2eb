import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

export type PageFrameProps = {
  /** Tables take the whole width; all else is kept to 1,440 px. */
  wide?: boolean;
  className?: string;
  children: ReactNode;
};

export function PageFrame({ wide = false, className, children }: PageFrameProps) {
  return (
    <div
      className={cn("mx-auto flex w-full flex-col gap-6 p-4 md:p-6", !wide && "max-w-[1440px]", className)}
    >
      {children}
    </div>
  );
}
