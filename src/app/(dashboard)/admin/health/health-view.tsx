"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { BacktestsAnswer } from "#features/customer-health/backtest-schemas.ts";
import { SettingsForm } from "#features/customer-health/components/settings-form.tsx";
import { SettingsHistory } from "#features/customer-health/components/settings-history.tsx";
import { describeSettingsChange, groupWords } from "#features/customer-health/describe-settings.ts";
import { readSetting, withSetting } from "#features/customer-health/read-setting.ts";
import { settingFields, settingGroups } from "#features/customer-health/setting-fields.ts";
import type { SettingsAnswer, SettingsVersionAnswer } from "#features/customer-health/settings-schemas.ts";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { SectionBoundary } from "#ui/primitives/section-boundary.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { BacktestSection } from "./backtest-section.tsx";
import { settingsQuery, versionsQuery } from "./health-queries.ts";
import { SaveBar } from "./save-bar.tsx";
import { WhatIfSection } from "./what-if-section.tsx";

export type HealthViewProps = {
  settings: SettingsAnswer;
  versions: SettingsVersionAnswer[];
  backtests: BacktestsAnswer;
  timezone: string;
};

const notes: Partial<Record<(typeof settingGroups)[number], string>> = {
  weights: "Only their proportions count",
  windows: "What lies in another window is read from the records: the preview is an estimate",
  nudges: "Shown on lists and pages; no tier changes",
};

/** The numbers of the health score: what they do, who set them, and whether they tell who leaves. */
export function HealthView({ settings, versions, backtests, timezone }: HealthViewProps) {
  const inForce = useQuery({ ...settingsQuery, initialData: settings }).data;
  const listed = useQuery({ ...versionsQuery, initialData: versions }).data;
  const [draft, setDraft] = useState<HealthSettings | null>(null);
  const shown = draft ?? inForce.settings;
  const changes = describeSettingsChange(inForce.settings, shown);
  const discard = () => setDraft(null);
  return (
    <>
      <PageHeader
        title="Health rules"
        description={`Version ${inForce.version} is in force. Move a number to see who would change tier; nothing changes until you save.`}
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <SettingsForm
          groups={settingGroups.map((group) => ({
            title: groupWords[group],
            ...(notes[group] ? { note: notes[group] } : {}),
            rows: rowsOf(group, shown, inForce),
          }))}
          onChange={(path, value) => setDraft(withSetting(shown, path, value))}
        />
        <div className="contents xl:sticky xl:top-4 xl:flex xl:min-w-0 xl:flex-col xl:gap-4">
          {/* Where there is one column, what a number does stands above the numbers. */}
          <div className="flex min-w-0 flex-col gap-4 max-xl:order-first">
            <SaveBar
              draft={changes.length > 0 ? shown : null}
              baseVersion={inForce.version}
              changes={changes}
              onDone={discard}
            />
            <SectionBoundary name="The preview">
              <WhatIfSection draft={changes.length > 0 ? shown : null} />
            </SectionBoundary>
          </div>
          <SectionBoundary name="The backtest">
            <BacktestSection initial={backtests} shown={shown} changes={changes} timezone={timezone} />
          </SectionBoundary>
          <SectionBoundary name="The history">
            <Card>
              <CardHeader>
                <CardTitle>Versions</CardTitle>
              </CardHeader>
              <CardBody>
                <SettingsHistory
                  versions={listed}
                  current={inForce.version}
                  timezone={timezone}
                  onRestore={(version) => setDraft(version.settings)}
                />
              </CardBody>
            </Card>
          </SectionBoundary>
        </div>
      </div>
    </>
  );
}

function rowsOf(group: (typeof settingGroups)[number], shown: HealthSettings, inForce: SettingsAnswer) {
  return settingFields(shown)
    .filter((field) => field.group === group)
    .map((field) => {
      const value = readSetting(shown, field.path) ?? 0;
      const saved = readSetting(inForce.settings, field.path) ?? value;
      return { field, value, saved, usual: readSetting(inForce.defaults, field.path) ?? saved };
    });
}
