"use client";

import { useMemo } from "react";
import { clockGrid } from "#ui/charts/clock-grid.ts";
import { HeatGrid } from "#ui/charts/heat-grid.tsx";
import { Segmented } from "#ui/primitives/segmented.tsx";
import type { DemandHours } from "../schemas/hours.ts";
import type { Clocks } from "./demand-words.ts";
import { type HeatMeasure, heatCellOf, heatLegend } from "./heat-levels.ts";

export type DemandHeatmapProps = {
  hours: DemandHours;
  clocks: Clocks;
  measure: HeatMeasure;
  onMeasure: (measure: HeatMeasure) => void;
  chosen: string | null;
  onPick: (hour: string) => void;
};

const measures = [
  { value: "balance" as const, label: "Balance" },
  { value: "demand" as const, label: "Demand" },
];

/** The seven days as times of day by days: where the week is thin at a glance. */
export function DemandHeatmap({ hours, clocks, measure, onMeasure, chosen, onPick }: DemandHeatmapProps) {
  const { outlook, ground } = hours;
  const grid = useMemo(
    () => clockGrid(outlook, ({ hour }) => hour, clocks.timezone),
    [outlook, clocks.timezone],
  );
  const most = Math.max(0, ...outlook.map(({ mean }) => mean));
  return (
    <div className="flex flex-col gap-3">
      <Segmented
        label="What the cells show"
        value={measure}
        onValueChange={onMeasure}
        options={measures}
        className="self-start"
      />
      <HeatGrid
        label={`${measure === "balance" ? "Balance" : "Expected sessions"} of ${hours.name} by hour and day`}
        grid={grid}
        look={(hour) => heatCellOf(hour, measure, most, clocks)}
        isChosen={({ hour }) => hour === chosen}
        onPick={({ hour }) => onPick(hour)}
        legend={heatLegend(measure, most, ground.limits)}
      />
    </div>
  );
}
