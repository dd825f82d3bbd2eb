"use client";

import type { Recommendation } from "#features/recommendations/schemas.ts";
import { Button } from "#ui/primitives/button.tsx";
import { ReasonButton } from "./reason-button.tsx";
import { useDemandWork } from "./use-demand-work.ts";

/** What can still be done with a recommendation: accept or dismiss it, then say that it is done. */
export function DecideButtons({ recommendation }: { recommendation: Recommendation }) {
  const { accept, finish, dismiss } = useDemandWork();
  const { id, state, title } = recommendation;
  if (state !== "open" && state !== "accepted") return null;
  return (
    <div className="flex flex-wrap gap-2">
      {state === "open" ? (
        <Button size="sm" variant="primary" onClick={() => accept(id)}>
          Accept<span className="sr-only">: {title}</span>
        </Button>
      ) : null}
      <Button size="sm" onClick={() => finish(id)}>
        Done<span className="sr-only">: {title}</span>
      </Button>
      <ReasonButton
        verb="Dismiss"
        of={title}
        title="Dismiss the recommendation"
        description={title}
        hint="It does not come back for the same gap. Kept with your name."
        look={{ variant: "ghost", size: "sm" }}
        onConfirm={(reason) => dismiss(id, reason)}
      />
    </div>
  );
}
