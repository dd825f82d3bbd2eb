import { readSetting } from "./read-setting.ts";
import { type SettingField, type SettingGroup, settingFields } from "./setting-fields.ts";
import type { HealthSettings } from "./weights.ts";

export const groupWords: Record<SettingGroup, string> = {
  weights: "Weights",
  components: "Scores of the components",
  windows: "Windows",
  tiers: "Limits of the tiers",
  overrides: "What forces a tier",
  nudges: "Flags that force no tier",
};

/** What differs between two settings, a line each: "Weights, velocity: 25 → 30". Empty where nothing does. */
export function describeSettingsChange(before: HealthSettings, after: HealthSettings): string[] {
  const longer = before.calls.scores.length > after.calls.scores.length ? before : after;
  return settingFields(longer).flatMap((field) => {
    const [was, is] = [readSetting(before, field.path), readSetting(after, field.path)];
    return was === is ? [] : [`${nameOf(field)}: ${valueText(was, field)} → ${valueText(is, field)}`];
  });
}

function nameOf({ group, label }: SettingField): string {
  return `${groupWords[group]}, ${label.charAt(0).toLowerCase()}${label.slice(1)}`;
}

function valueText(value: number | null, { unit }: SettingField): string {
  if (value === null) return "none";
  return unit === "days" ? `${value} ${value === 1 ? "day" : "days"}` : String(value);
}

const recordWindows = [
  "velocity.windowDays",
  "calls.windowDays",
  "consistency.windowDays",
  "consistency.changeWindowDays",
];

/** The windows that differ: what lies in another window is not stored with a score, the records must be read for it. */
export function changedWindows(before: HealthSettings, after: HealthSettings): string[] {
  return recordWindows.filter((path) => readSetting(before, path) !== readSetting(after, path));
}
