import { MetricCard } from "#ui/figures/metric-card.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

const cards = [
  "Customers at risk",
  "Sessions",
  "Active sessions",
  "Satisfaction",
  "First-session success",
  "Inbound calls",
];

/** The overview in its own shape while it is read. */
export default function OverviewLoading() {
  return (
    <PageFrame>
      <Skeleton className="h-9 w-48" />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {cards.map((title) => (
          <MetricCard key={title} title={title} figure={{ state: "loading" }} now={0} timezone="UTC" />
        ))}
      </div>
    </PageFrame>
  );
}
