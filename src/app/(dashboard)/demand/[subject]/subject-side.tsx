"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import { OutlierForm } from "#features/demand/components/outlier-form.tsx";
import { OutlierList } from "#features/demand/components/outlier-list.tsx";
import { OverrideForm } from "#features/demand/components/override-form.tsx";
import { OverrideList } from "#features/demand/components/override-list.tsx";
import { UtilisationWeeks } from "#features/demand/components/utilisation-list.tsx";
import { WhyForecast } from "#features/demand/components/why-forecast.tsx";
import type { DemandHours } from "#features/demand/schemas/hours.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogContent, DialogTrigger } from "#ui/primitives/dialog.tsx";
import { Section } from "#ui/primitives/section.tsx";
import { explanationQuery, outliersQuery, overridesQuery, utilisationQuery } from "../demand-queries.ts";
import { ReasonButton } from "../reason-button.tsx";
import { useDemandWork } from "../use-demand-work.ts";

export type SubjectSideProps = {
  code: string;
  isAll: boolean;
  hours: DemandHours;
  chosen: string;
  clocks: Clocks;
  mayWrite: boolean;
};

/** Why the chosen hour is forecast as it is, and what people have said about the forecast. */
export function SubjectSide(props: SubjectSideProps) {
  const { code, chosen, clocks, isAll } = props;
  const explanation = useQuery(explanationQuery(code, chosen));
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Section title="Why this forecast" reading={explanation} skeletonClass="h-96 w-full">
        {(data) => <WhyForecast explanation={data} clocks={clocks} />}
      </Section>
      {isAll ? null : (
        <>
          <Overrides {...props} />
          <Utilisation code={code} />
        </>
      )}
      <Outliers {...props} />
    </div>
  );
}

function Overrides({ code, hours, chosen, clocks, mayWrite }: SubjectSideProps) {
  const overrides = useQuery(overridesQuery(code));
  const { endOverride } = useDemandWork();
  return (
    <Section
      title="Overrides"
      aside={mayWrite ? <AddOverride code={code} hours={hours} chosen={chosen} clocks={clocks} /> : null}
      reading={overrides}
    >
      {({ data }) => (
        <OverrideList
          overrides={data}
          clocks={clocks}
          actionsOf={(override) =>
            mayWrite ? (
              <Button size="sm" onClick={() => endOverride(override.id)}>
                End<span className="sr-only"> override: {override.reason}</span>
              </Button>
            ) : null
          }
        />
      )}
    </Section>
  );
}

function AddOverride({
  code,
  hours,
  chosen,
  clocks,
}: Pick<SubjectSideProps, "code" | "hours" | "chosen" | "clocks">) {
  const [open, setOpen] = useState(false);
  const { addOverride } = useDemandWork();
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">Override</Button>
      </DialogTrigger>
      <DialogContent
        title={`Override the forecast of ${hours.name}`}
        description="It holds from the next look at bookings on; accuracy is reported with it and without."
      >
        <OverrideForm
          code={code}
          outlook={hours.outlook}
          clocks={clocks}
          first={chosen}
          onAdd={async (override) => {
            const fault = await addOverride(override);
            if (fault === null) setOpen(false);
            return fault;
          }}
        />
      </DialogContent>
    </Dialog>
  );
}

function Utilisation({ code }: { code: string }) {
  const utilisation = useQuery(utilisationQuery);
  return (
    <Section title="Utilisation" aside="hours taught by hours available" reading={utilisation}>
      {({ data }) => <UtilisationWeeks subject={data.find((subject) => subject.code === code)} />}
    </Section>
  );
}

function Outliers({ code, hours, clocks, mayWrite }: SubjectSideProps) {
  const outliers = useQuery(outliersQuery(code));
  const { unmarkOutliers } = useDemandWork();
  return (
    <Section
      title="Out of the ordinary"
      aside={
        mayWrite && hours.history.length > 0 ? (
          <MarkHours code={code} hours={hours} clocks={clocks} />
        ) : (
          "hours that weigh less in training"
        )
      }
      reading={outliers}
    >
      {({ data }) => (
        <OutlierList
          outliers={data}
          clocks={clocks}
          actionsOf={(outlier) =>
            mayWrite ? (
              <ReasonButton
                verb="Count in full"
                title="Take the hour as ordinary"
                hint="The detector leaves it alone from then on. Kept with your name."
                onConfirm={(reason) =>
                  unmarkOutliers({
                    code: outlier.code,
                    from: outlier.hour,
                    to: new Date(Date.parse(outlier.hour) + 3_600_000).toISOString(),
                    reason,
                  })
                }
              />
            ) : null
          }
        />
      )}
    </Section>
  );
}

function MarkHours({ code, hours, clocks }: Pick<SubjectSideProps, "code" | "hours" | "clocks">) {
  const [open, setOpen] = useState(false);
  const { markOutliers } = useDemandWork();
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">Mark hours</Button>
      </DialogTrigger>
      <DialogContent
        title="Mark hours as out of the ordinary"
        description="Models do not learn from them, from the next run on. The hours offered are those that the chart shows."
      >
        <OutlierForm
          history={hours.history}
          clocks={clocks}
          onMark={async (stretch) => {
            const fault = await markOutliers({ code, ...stretch });
            if (fault === null) setOpen(false);
            return fault;
          }}
        />
      </DialogContent>
    </Dialog>
  );
}
