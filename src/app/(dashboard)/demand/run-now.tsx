"use client";

import { ReasonButton } from "./reason-button.tsx";
import { useDemandWork } from "./use-demand-work.ts";

/** Has the forecast made now, or all models tried first. */
export function RunNow() {
  const { run } = useDemandWork();
  return (
    <div className="flex flex-wrap justify-center gap-2">
      <ReasonButton
        verb="Forecast now"
        title="Forecast now"
        description="With the models that serve; runs in the background."
        hint="Kept with the run."
        onConfirm={(reason) => run("manual", reason)}
      />
      <ReasonButton
        verb="Choose models anew"
        title="Choose models anew"
        description="Tries all models on past weeks, then forecasts with the best of each subject. Runs in the background."
        hint="Kept with the run."
        look={{ variant: "ghost", size: "sm" }}
        onConfirm={(reason) => run("selection", reason)}
      />
    </div>
  );
}
