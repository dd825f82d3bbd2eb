import { quality } from "./weights.ts";

/** What came of a resource's records in some time. `received` = accepted + unchanged + quarantined + orphaned. */
export type Measures = {
  received: number;
  accepted: number;
  unchanged: number;
  quarantined: number;
  late: number;
  orphaned: number;
  drifted: number;
};

export const noMeasures: Measures = {
  received: 0,
  accepted: 0,
  unchanged: 0,
  quarantined: 0,
  late: 0,
  orphaned: 0,
  drifted: 0,
};

/** `few`: some were rejected, of too few to judge by. `none`: nothing new came. */
export type QualityState = "none" | "good" | "few" | "critical";

export type QualityVerdict = {
  state: QualityState;
  /** quarantined ÷ (accepted + quarantined + orphaned), a ratio; null where nothing new came. */
  rejectedShare: number | null;
  /** Records that were not known before: accepted + quarantined + orphaned. */
  newRecords: number;
};

/**
 * Judges the share of rejected records: quarantined ÷ (accepted + quarantined + orphaned). Records that were known
 * already are not counted, because the overlap is read again at each poll. Above 1 % it is critical, given at least
 * 100 new records or 10 rejected ones.
 */
export function qualityVerdict({ accepted, quarantined, orphaned }: Measures): QualityVerdict {
  const newRecords = accepted + quarantined + orphaned;
  if (newRecords === 0) return { state: "none", rejectedShare: null, newRecords };
  const rejectedShare = quarantined / newRecords;
  return { state: stateOf(rejectedShare, newRecords, quarantined), rejectedShare, newRecords };
}

function stateOf(share: number, newRecords: number, quarantined: number): QualityState {
  if (share <= quality.mostRejectedShare) return "good";
  const isEnough = newRecords >= quality.leastNewRecords || quarantined >= quality.alwaysTooManyRejected;
  return isEnough ? "critical" : "few";
}

/** Measures of several times added up. */
export function addMeasures(all: readonly Measures[]): Measures {
  const sum = { ...noMeasures };
  for (const measures of all) {
    for (const name of measureNames) sum[name] += measures[name];
  }
  return sum;
}

export const measureNames = Object.keys(noMeasures) as readonly (keyof Measures)[];
