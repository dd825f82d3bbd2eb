import type { HolidayClass } from "./calendar.ts";
import type { HourSlot, Panel } from "./panel.ts";

export const hoursOfWeek = 168;

/** Where each hour of a panel lies in the week and in the panel's days: computed once for all series. */
export type PanelFrame = {
  hours: number;
  days: number;
  firstDay: number;
  /** Hour of the week, 0 (Sunday, midnight) to 167. */
  cellOf: Uint8Array;
  /** Place of the hour's date among the panel's days. */
  dayOf: Int32Array;
  /** Name of the holiday that a day is. */
  holidayOfDay: readonly (string | null)[];
  /** Name of the part of the year that a day lies in. */
  seasonOfDay: readonly (string | null)[];
  /** Classes of the holidays that lie within the panel. */
  classOfHoliday: ReadonlyMap<string, HolidayClass>;
};

/** Hour of the week by the business's clock, 0 to 167. */
export function cellOfSlot(slot: HourSlot): number {
  return slot.weekday * 24 + slot.hourOfDay;
}

/** Hours of weekdays, Saturdays and Sundays. */
export const typeCells = 72;

/** Hour by kind of day of an hour of the week, 0 to 71. */
export function typeCellOf(cell: number): number {
  const weekday = Math.floor(cell / 24);
  const dayType = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return dayType * 24 + (cell % 24);
}

/** How widely the holiday of an hour is kept. */
export function classOf(slot: HourSlot): HolidayClass {
  return slot.holidayClass ?? "full";
}

/** @throws RangeError for a panel without hours */
export function frameOf({ slots }: Panel): PanelFrame {
  const [first, last] = [slots[0], slots.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError("a panel needs at least one hour");
  const days = last.localDay - first.localDay + 1;
  const holidayOfDay = Array.from<unknown, string | null>({ length: days }, () => null);
  const seasonOfDay = Array.from<unknown, string | null>({ length: days }, () => null);
  const classOfHoliday = new Map<string, HolidayClass>();
  for (const slot of slots) {
    holidayOfDay[slot.localDay - first.localDay] = slot.holiday;
    seasonOfDay[slot.localDay - first.localDay] = slot.season;
    if (slot.holiday !== null) classOfHoliday.set(slot.holiday, classOf(slot));
  }
  return {
    hours: slots.length,
    days,
    firstDay: first.localDay,
    cellOf: Uint8Array.from(slots, cellOfSlot),
    dayOf: Int32Array.from(slots, (slot) => slot.localDay - first.localDay),
    holidayOfDay,
    seasonOfDay,
    classOfHoliday,
  };
}
