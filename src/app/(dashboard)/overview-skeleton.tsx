import { MetricCard } from "#ui/figures/metric-card.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";

const wideCard = "Customers at risk";

const cards = [
  wideCard,
  "Sessions",
  "Active sessions",
  "Satisfaction",
  "First-session success",
  "Inbound calls",
  "Data age",
];

/** The overview in its own shape while it is read. */
export function OverviewSkeleton() {
  return (
    <PageFrame>
      <PageHeader title="Overview" description="How the business is doing now, and compared with what." />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {cards.map((title) => (
          <MetricCard
            key={title}
            title={title}
            figure={{ state: "loading" }}
            now={0}
            timezone="UTC"
            className={title === wideCard ? "sm:col-span-2" : ""}
          />
        ))}
      </div>
    </PageFrame>
  );
}
