import { dayOf, dayUs, minuteUs } from "./instants.ts";

/** Where customers and tutors live, with their share. Mostly the Americas; the rest keeps the nights busy. */
export const zones = [
  { name: "America/New_York", share: 24 },
  { name: "America/Chicago", share: 19 },
  { name: "America/Denver", share: 6 },
  { name: "America/Los_Angeles", share: 15 },
  { name: "America/Phoenix", share: 3 },
  { name: "Europe/London", share: 11 },
  { name: "Europe/Berlin", share: 6 },
  { name: "Asia/Kolkata", share: 7 },
  { name: "Asia/Singapore", share: 4 },
  { name: "Australia/Sydney", share: 5 },
] as const;

export const zoneShares = zones.map((zone) => zone.share);

const formatters = zones.map(
  (zone) =>
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone.name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    }),
);

const lastKnownDay = 32_768;
const unknown = 32_767;
const offsetMinutes = zones.map(() => new Int16Array(lastKnownDay).fill(unknown));

/** Offset from UTC in microseconds at noon (UTC) of a day: right all day but for the hours before a DST change. */
function offsetUs(zone: number, day: number): number {
  const ofZone = offsetMinutes[zone] as Int16Array;
  let minutes = ofZone[day] as number;
  if (minutes === unknown) {
    minutes = computeOffsetMinutes(zone, day);
    ofZone[day] = minutes;
  }
  return minutes * minuteUs;
}

function computeOffsetMinutes(zone: number, day: number): number {
  const noonMs = day * 86_400_000 + 43_200_000;
  const parts = new Map(
    formatters[zone]?.formatToParts(noonMs).map((part) => [part.type, Number(part.value)] as const),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const local = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
  return (local - noonMs) / 60_000;
}

/** The instant of a wall-clock time on a local calendar day. */
export const instantOf = (zone: number, localDay: number, minuteOfDay: number): number =>
  localDay * dayUs + minuteOfDay * minuteUs - offsetUs(zone, localDay);

/** Local calendar day (number since 1970) of an instant. */
export const localDayOf = (zone: number, us: number): number => dayOf(us + offsetUs(zone, dayOf(us)));

/** Local minute of the day, 0 to 1439. */
export const localMinuteOf = (zone: number, us: number): number =>
  Math.floor(((us + offsetUs(zone, dayOf(us))) % dayUs) / minuteUs);

export const zoneName = (zone: number): string => zones[zone]?.name ?? "UTC";
