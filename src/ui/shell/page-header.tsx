import type { ReactNode } from "react";
import { type Breadcrumb, Breadcrumbs } from "../primitives/breadcrumbs.tsx";

export type PageHeaderProps = {
  title: ReactNode;
  /** One line: what this page answers, or how things stand. */
  description?: ReactNode;
  breadcrumbs?: readonly Breadcrumb[];
  range?: ReactNode;
  actions?: ReactNode;
};

export function PageHeader({ title, description, breadcrumbs, range, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        {breadcrumbs ? <Breadcrumbs items={breadcrumbs} /> : null}
        <h1 className="font-semibold text-xl">{title}</h1>
        {description ? <p className="mt-1 text-base text-ink-muted">{description}</p> : null}
      </div>
      {range || actions ? (
        <div className="flex flex-wrap items-center gap-2">
          {range}
          {actions}
        </div>
      ) : null}
    </header>
  );
}
