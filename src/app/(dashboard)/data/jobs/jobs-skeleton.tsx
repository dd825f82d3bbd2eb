import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

const rows = Array.from({ length: 8 }, (_, n) => `row ${n}`);

/** The shape of the page: the queue in a line, the filters, the list. */
export function JobsSkeleton() {
  return (
    <PageFrame wide>
      <div aria-busy="true" className="flex flex-col gap-4">
        <span className="sr-only">Loading</span>
        <Skeleton className="h-8 w-32" />
        <Skeleton className="h-20 w-full" />
        <Skeleton className="h-control w-full max-w-xl" />
        <div className="flex flex-col gap-2">
          {rows.map((row) => (
            <Skeleton key={row} className="h-row w-full" />
          ))}
        </div>
      </div>
    </PageFrame>
  );
}
