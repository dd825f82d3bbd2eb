import { Card } from "#ui/primitives/card.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

export const demandDescription =
  "Which subjects and hours will be short in the next seven days, and how sure that is.";

const cards = ["first", "second", "third"];
const rows = Array.from({ length: 12 }, (_, index) => `row ${index}`);

/** The overview of demand in its own shape while it is read. */
export function DemandSkeleton() {
  return (
    <PageFrame wide>
      <PageHeader title="Demand" description={demandDescription} />
      <div className="flex flex-col gap-4" aria-hidden="true">
        <Skeleton className="h-12 w-full rounded-lg" />
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
          {cards.map((card) => (
            <Card key={card} className="p-card">
              <Skeleton className="h-64 w-full" />
            </Card>
          ))}
        </div>
        <Card className="flex flex-col gap-1 p-card">
          {rows.map((row) => (
            <Skeleton key={row} className="h-6 w-full" />
          ))}
        </Card>
      </div>
    </PageFrame>
  );
}
