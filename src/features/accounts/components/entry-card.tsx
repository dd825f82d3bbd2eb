import type { ReactNode } from "react";
import { ProductMark } from "#ui/shell/product-mark.tsx";

export type EntryCardProps = {
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Such as the way back. */
  footer?: ReactNode;
};

/** The frame of every page before sign-in: one thing to do, in the middle. */
export function EntryCard({ title, description, children, footer }: EntryCardProps) {
  return (
    <div className="w-full max-w-sm">
      <p className="mb-6 flex items-center gap-2.5 font-medium text-base">
        <ProductMark className="size-6" />
        Operations
      </p>
      <h1 className="font-semibold text-xl">{title}</h1>
      {description ? <p className="mt-1 text-base text-ink-muted">{description}</p> : null}
      <div className="mt-6 flex flex-col gap-4">{children}</div>
      {footer ? <div className="mt-6 text-base text-ink-muted">{footer}</div> : null}
    </div>
  );
}
