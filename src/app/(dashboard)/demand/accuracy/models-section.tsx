"use client";

import { useQuery } from "@tanstack/react-query";
import type { Clocks } from "#features/demand/components/demand-words.ts";
import { ModelVersions } from "#features/demand/components/model-versions.tsx";
import { RunList } from "#features/demand/components/run-list.tsx";
import type { ModelVersion } from "#features/demand/work-schemas.ts";
import { useNow } from "#ui/figures/use-now.ts";
import { Section } from "#ui/primitives/section.tsx";
import { modelsQuery, runsQuery } from "../demand-queries.ts";
import { ReasonButton } from "../reason-button.tsx";
import { RunNow } from "../run-now.tsx";
import { useDemandWork } from "../use-demand-work.ts";

export type ModelsSectionProps = {
  /** null shows the version that serves of each subject. */
  subject: string | null;
  /** The code of all subjects together. */
  allCode: string;
  now: string;
  timezone: string;
  mayWrite: boolean;
  mayServe: boolean;
};

/** All subjects together first, then each by its name. */
const byName = (versions: readonly ModelVersion[], allCode: string) =>
  [...versions].sort(
    (a, b) => Number(b.code === allCode) - Number(a.code === allCode) || a.name.localeCompare(b.name),
  );

/** Which models serve, what was tried beside them, and when forecasts were made. */
export function ModelsSection({ subject, allCode, now, timezone, mayWrite, mayServe }: ModelsSectionProps) {
  const models = useQuery(modelsQuery(subject));
  const runs = useQuery(runsQuery);
  const { serve } = useDemandWork();
  const clocks: Clocks = { now: useNow(now, 60).toISOString(), timezone, businessTimezone: timezone };
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <Section
        title="Models"
        aside={
          subject === null ? "those that serve; choose a subject for its older versions" : "newest first"
        }
        reading={models}
      >
        {({ data }) => (
          <ModelVersions
            versions={subject === null ? byName(data, allCode) : data}
            timezone={timezone}
            actionsOf={(version) =>
              mayServe ? (
                <ReasonButton
                  verb="Serve this version"
                  of={`${version.name}, version ${version.id}`}
                  title={`Serve version ${version.id} of ${version.name}`}
                  description="The next run forecasts with it."
                  hint="Kept with your name."
                  onConfirm={(reason) => serve(version.id, reason)}
                />
              ) : null
            }
          />
        )}
      </Section>
      <Section title="Runs" aside={mayWrite ? <RunNow /> : "newest first"} reading={runs}>
        {({ data }) => <RunList runs={data} clocks={clocks} />}
      </Section>
    </div>
  );
}
