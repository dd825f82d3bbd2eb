import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

export const tutorsDescription = "Who slips, in what, and how sure that is.";

const rows = Array.from({ length: 12 }, (_, index) => `row ${index}`);

/** The list in its own shape while it is read. */
export function TutorsSkeleton() {
  return (
    <PageFrame wide>
      <PageHeader title="Tutors" description={tutorsDescription} />
      <div className="flex flex-col gap-4" aria-hidden="true">
        <Skeleton className="h-control w-44" />
        <Skeleton className="h-40 w-full rounded-lg" />
        <Skeleton className="h-control w-full sm:w-72" />
        <div className="overflow-hidden rounded-lg border border-line bg-surface">
          {rows.map((row) => (
            <div key={row} className="flex h-12 items-center gap-4 border-line border-b px-card">
              <Skeleton className="h-4 w-40" />
              <Skeleton className="h-4 flex-1" />
              <Skeleton className="h-4 w-24" />
            </div>
          ))}
        </div>
      </div>
    </PageFrame>
  );
}
