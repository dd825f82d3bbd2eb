import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

const main = [
  { title: "History, forecast and capacity", height: "h-96" },
  { title: "The week by hour and day", height: "h-[40rem]" },
];
const side = [
  { title: "Why this forecast", height: "h-96" },
  { title: "Overrides", height: "h-32" },
];

/** A subject's demand in its own shape while it is read. */
export function SubjectSkeleton() {
  return (
    <PageFrame>
      <div className="flex flex-col gap-2" aria-hidden="true">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-4 w-72" />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        {[main, side].map((column) => (
          <div key={column[0]?.title} className="flex min-w-0 flex-col gap-4">
            {column.map(({ title, height }) => (
              <Card key={title}>
                <CardHeader>
                  <CardTitle>{title}</CardTitle>
                </CardHeader>
                <CardBody>
                  <Skeleton className={`${height} w-full`} />
                </CardBody>
              </Card>
            ))}
          </div>
        ))}
      </div>
    </PageFrame>
  );
}
