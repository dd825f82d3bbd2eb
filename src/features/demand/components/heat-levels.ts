import { boxFill } from "#ui/charts/hatch.tsx";
import type { HeatCell } from "#ui/charts/heat-grid.tsx";
import type { BalanceState, DemandGround } from "../schemas/ground.ts";
import type { OutlookHour } from "../schemas/hours.ts";
import { stateLook } from "./demand-look.ts";
import {
  type Clocks,
  endOfHour,
  formatBalance,
  formatProbability,
  formatSessions,
  sessionsOf,
  shortageInWords,
  whenOf,
} from "./demand-words.ts";

export const heatMeasures = ["balance", "demand"] as const;

export type HeatMeasure = (typeof heatMeasures)[number];

/** Shares of the accent by which busier hours are darker; pale enough for text. */
const shades = [0, 9, 18, 28, 38] as const;

const shadeOf = (level: number) =>
  `color-mix(in oklch, var(--accent) ${shades[level] ?? 0}%, var(--surface))`;

const stateBackground: Record<BalanceState, string> = {
  shortage: "var(--critical-soft)",
  thin: "var(--muted)",
  ok: "var(--muted)",
  surplus: "var(--info-soft)",
  unknown: "var(--surface)",
};

const stateBar: Partial<Record<BalanceState, string>> = {
  shortage: boxFill.hatched("critical"),
  thin: boxFill.sparse("warning"),
  surplus: boxFill.dotted("info"),
};

/** Which of five shades an hour has; the busiest hour of all has the darkest. */
export function levelOf(mean: number, most: number): number {
  if (most <= 0 || mean <= 0) return 0;
  return Math.min(shades.length - 1, Math.ceil((mean / most) * (shades.length - 1)));
}

export function heatCellOf(hour: OutlookHour, measure: HeatMeasure, most: number, clocks: Clocks): HeatCell {
  const when = whenOf(hour.hour, endOfHour(hour.hour), clocks);
  const state = stateLook[hour.state].word.toLowerCase();
  // As short as the cell, and the same in its name: people who speak to their computer say what they see.
  const balance = hour.balance !== null && hour.balance > 9.9 ? ">9" : formatBalance(hour.balance);
  const name = `${when}: ${sessionsOf(hour.mean)} expected, ${formatSessions(hour.capacity)} can be served, balance ${balance}, ${state}, probability of a shortage ${formatProbability(hour.shortageProbability)}`;
  if (measure === "demand")
    return { name, text: formatSessions(hour.mean), background: shadeOf(levelOf(hour.mean, most)) };
  return {
    name,
    text: balance,
    background: stateBackground[hour.state],
    bar: stateBar[hour.state],
  };
}

type Legend = { word: string; background: string; bar?: string | undefined }[];

export function heatLegend(measure: HeatMeasure, most: number, limits: DemandGround["limits"]): Legend {
  if (measure === "demand")
    return shades.map((_, level) => ({
      word: level === 0 ? "no sessions" : `up to ${formatSessions((most * level) / (shades.length - 1))}`,
      background: shadeOf(level),
    }));
  return [
    {
      word: `shortage: ${shortageInWords(limits)}`,
      background: stateBackground.shortage,
      bar: stateBar.shortage,
    },
    {
      word: `thin cover: a balance under ${limits.shortageBelow}, too little at stake`,
      background: stateBackground.thin,
      bar: stateBar.thin,
    },
    { word: "in balance", background: stateBackground.ok },
    {
      word: `surplus: over ${limits.surplusAbove}`,
      background: stateBackground.surplus,
      bar: stateBar.surplus,
    },
  ];
}
