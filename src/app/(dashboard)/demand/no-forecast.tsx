"use client";

import { Card } from "#ui/primitives/card.tsx";
import { EmptyState } from "#ui/primitives/empty-state.tsx";
import { RunNow } from "./run-now.tsx";

/** What will be here, and how to get it. */
export function NoForecast({ mayWrite }: { mayWrite: boolean }) {
  return (
    <Card>
      <EmptyState title="No forecast yet" action={mayWrite ? <RunNow /> : undefined}>
        Here will be the demand of the next seven days by subject and hour, what tutors can serve of it, and
        where they will be short. The first forecast is made once four weeks of sessions have come in; then
        each day.
      </EmptyState>
    </Card>
  );
}
