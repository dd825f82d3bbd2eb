import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { PageFrame } from "#ui/shell/page-frame.tsx";

const main = [
  { title: "Flags", height: "h-24" },
  { title: "Measures", height: "h-72" },
  { title: "Course", height: "h-96" },
];
const side = [
  { title: "Coaching", height: "h-40" },
  { title: "Profile", height: "h-64" },
];

/** The tutor page in its own shape while it is read. */
export function TutorSkeleton() {
  return (
    <PageFrame>
      <div className="flex flex-col gap-2" aria-hidden="true">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-4 w-72" />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]">
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
