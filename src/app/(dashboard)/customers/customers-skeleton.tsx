import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

const chips = ["critical", "at risk", "healthy", "thriving", "no score", "all"];
const rows = Array.from({ length: 14 }, (_, index) => `row ${index}`);

/** The list in its own shape while it is read. */
export function CustomersSkeleton() {
  return (
    <PageFrame wide>
      <PageHeader title="Customers" description="Who is about to leave, why, and since when." />
      <div className="flex flex-col gap-4" aria-hidden="true">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
          <Skeleton className="h-control w-full sm:w-72" />
          <div className="flex flex-wrap gap-1.5">
            {chips.map((chip) => (
              <Skeleton key={chip} className="h-8 w-24 rounded-lg" />
            ))}
          </div>
        </div>
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          <div className="h-9 border-line border-b" />
          {rows.map((row) => (
            <div
              key={row}
              className="flex h-row items-center gap-8 border-line border-b px-3 last:border-b-0"
            >
              <Skeleton className="w-36" />
              <Skeleton className="w-28" />
              <Skeleton className="w-20" />
              <Skeleton className="hidden w-72 lg:block" />
              <Skeleton className="ml-auto w-20" />
            </div>
          ))}
        </div>
      </div>
    </PageFrame>
  );
}
