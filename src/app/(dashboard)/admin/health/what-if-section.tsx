"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { WhatIfMoves, WhatIfSummary } from "#features/customer-health/components/what-if-result.tsx";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import { formatCount } from "#ui/figures/format.ts";
import { Card, CardBody, CardFooter, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Pagination } from "#ui/primitives/pagination.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { movesPerPage, whatIfQuery } from "./health-queries.ts";

/** A slider is still on its way for so long. */
const settleMs = 400;

/** What the numbers would do to everyone, while they are moved. */
export function WhatIfSection({ draft }: { draft: HealthSettings | null }) {
  const settled = useSettled(draft);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Who would change tier</CardTitle>
      </CardHeader>
      {settled === null ? (
        <CardBody>
          <p className="text-ink-muted">Change a number to see here how many customers it moves, and whom.</p>
        </CardBody>
      ) : (
        <WhatIf key={JSON.stringify(settled)} settings={settled} />
      )}
    </Card>
  );
}

function WhatIf({ settings }: { settings: HealthSettings }) {
  const [offset, setOffset] = useState(0);
  const found = useQuery({ ...whatIfQuery(settings, offset), placeholderData: keepPreviousData });
  if (found.isError)
    return (
      <ErrorState
        what={`The preview could not be computed: ${found.error.message}`}
        todo="Correct the number, or try again."
        onRetry={found.refetch}
      />
    );
  if (found.data === undefined)
    return (
      <CardBody>
        <Skeleton className="h-40 w-full" />
        <span className="sr-only">Computing</span>
      </CardBody>
    );
  const { data } = found;
  const listed = data.basis === "everyone" ? data.changed : data.moves.length + offset;
  return (
    <>
      <CardBody className="flex flex-col gap-3">
        <WhatIfSummary found={data} />
        {data.moves.length > 0 ? <WhatIfMoves moves={data.moves} /> : null}
      </CardBody>
      {data.changed > movesPerPage ? (
        <CardFooter className="block">
          <Pagination
            summary={`${formatCount(offset + 1)}–${formatCount(offset + data.moves.length)} of ${formatCount(Math.max(listed, data.changed))}`}
            hasPrevious={offset > 0}
            hasNext={data.nextOffset !== null}
            onPrevious={() => setOffset(Math.max(0, offset - movesPerPage))}
            onNext={() => setOffset(data.nextOffset ?? offset)}
            busy={found.isFetching}
          />
        </CardFooter>
      ) : null}
    </>
  );
}

function useSettled(draft: HealthSettings | null): HealthSettings | null {
  const [settled, setSettled] = useState(draft);
  const text = JSON.stringify(draft);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(text) as HealthSettings | null), settleMs);
    return () => clearTimeout(timer);
  }, [text]);
  return draft === null ? null : settled;
}
