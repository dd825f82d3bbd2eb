import { dayMs } from "../time/day-ms.ts";
import { zoneOffsetMs } from "../time/zone-offset.ts";
import { type BusinessCalendar, dayOfRule, type Holiday, type Season, weekdayOfDay } from "./calendar.ts";
import type { HourSlot } from "./panel.ts";

export const hourMs = 3_600_000;

/** Without holidays and seasons. */
export const plainCalendar: BusinessCalendar = { holidays: [], seasons: [] };

export type SlotRange = {
  /** The first instant; hours begin on whole UTC hours. */
  fromMs: number;
  /** The instant before which the last hour begins. */
  toMs: number;
  /** IANA name of the clock of the business. */
  timezone: string;
  calendar: BusinessCalendar;
};

/**
 * The hours from `fromMs` to `toMs` as the business's clock and calendar see them. They are hours of time, so a date
 * has 23 or 25 where its clock is changed; two of the 25 carry the same hour of the day.
 * @throws RangeError for an unknown timezone, or where `fromMs` is not a whole hour
 */
export function makeHourSlots({ fromMs, toMs, timezone, calendar }: SlotRange): HourSlot[] {
  if (fromMs % hourMs !== 0) throw new RangeError("hours begin on whole UTC hours");
  const dates = new CalendarDates(calendar);
  const slots: HourSlot[] = [];
  for (let startMs = fromMs; startMs < toMs; startMs += hourMs) {
    const wallMs = startMs + zoneOffsetMs(timezone, startMs);
    const localDay = Math.floor(wallMs / dayMs);
    slots.push({
      startMs,
      hourOfDay: Math.floor((wallMs - localDay * dayMs) / hourMs),
      weekday: weekdayOfDay(localDay),
      localDay,
      ...dates.of(localDay),
    });
  }
  return slots;
}

type DateNames = Pick<HourSlot, "holiday" | "holidayClass" | "season">;

/** Holiday and season of a day, looked up once for each day. */
class CalendarDates {
  readonly #calendar: BusinessCalendar;
  readonly #known = new Map<number, DateNames>();

  constructor(calendar: BusinessCalendar) {
    this.#calendar = calendar;
  }

  of(localDay: number): DateNames {
    const known = this.#known.get(localDay);
    if (known !== undefined) return known;
    const year = new Date(localDay * dayMs).getUTCFullYear();
    const holiday = this.#holiday(localDay, year);
    const names = {
      holiday: holiday?.name ?? null,
      holidayClass: holiday?.class ?? null,
      season: this.#season(localDay, year),
    };
    this.#known.set(localDay, names);
    return names;
  }

  /** A rule such as "the day after" may lead out of its year. */
  #holiday(day: number, year: number): Holiday | null {
    const isOn = ({ on, since = year }: Holiday) =>
      since <= year && [year - 1, year, year + 1].some((other) => dayOfRule(on, other) === day);
    return this.#calendar.holidays.find(isOn) ?? null;
  }

  #season(day: number, year: number): string | null {
    const holds = ({ from, to }: Season) => {
      const [first, last] = [dayOfRule(from, year), dayOfRule(to, year)];
      return first <= last ? first <= day && day <= last : day >= first || day <= last;
    };
    return this.#calendar.seasons.find(holds)?.name ?? null;
  }
}
