"use client";

import { useQuery } from "@tanstack/react-query";
import type { BacktestAnswer, BacktestsAnswer } from "#features/customer-health/backtest-schemas.ts";
import { BacktestReport } from "#features/customer-health/components/backtest-report.tsx";
import { describeSettingsChange } from "#features/customer-health/describe-settings.ts";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import { formatDateTime } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";
import { backtestsQuery } from "./health-queries.ts";

const askAgainMs = 2_000;

export type BacktestSectionProps = {
  initial: BacktestsAnswer;
  shown: HealthSettings;
  changes: readonly string[];
  timezone: string;
};

/** Does the score predict who leaves: with the numbers in force, and with those being tried. */
export function BacktestSection({ initial, shown, changes, timezone }: BacktestSectionProps) {
  const { data } = useQuery({
    ...backtestsQuery,
    initialData: initial,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? askAgainMs : false),
  });
  const change = useChange(["health-backtests"]);
  const start = async () =>
    await change.now(
      () => readAnswer(apiClient["health-backtests"].$post({ json: { settings: shown } })),
      "The backtest is queued",
    );
  const { saved, trial } = data;
  const isTried = trial !== null && describeSettingsChange(trial.settings, shown).length === 0;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Does it tell who leaves?</CardTitle>
        <span className="text-ink-muted text-sm">{saved ? whenText(saved, timezone) : null}</span>
      </CardHeader>
      <CardBody className="flex flex-col gap-4">
        {saved ? (
          <BacktestReport backtest={saved} timezone={timezone} />
        ) : (
          <p className="text-ink-muted">
            Scores of past month ends against who left in the sixty days after. Computed on Mondays, or now.
          </p>
        )}
        {changes.length > 0 && isTried ? (
          <section aria-label="With your changes" className="border-line border-t pt-3">
            <h3 className="mb-2 font-medium">With your changes</h3>
            <BacktestReport backtest={trial} timezone={timezone} />
          </section>
        ) : null}
        <div>
          <Button size="sm" onClick={start} disabled={isUnderWay(data)}>
            {changes.length > 0 ? "Backtest these changes" : "Backtest now"}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

function isUnderWay(data: BacktestsAnswer | undefined): boolean {
  return [data?.saved, data?.trial].some((found) => found?.state === "queued" || found?.state === "running");
}

function whenText({ finishedAt, settingsVersion }: BacktestAnswer, timezone: string): string {
  const version = `version ${settingsVersion ?? "–"}`;
  return finishedAt === null ? version : `${version}, ${formatDateTime(finishedAt, timezone)}`;
}
