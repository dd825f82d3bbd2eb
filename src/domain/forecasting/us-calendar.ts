import type { BusinessCalendar, DateRule } from "./calendar.ts";

const [monday, thursday] = [1, 4];
const thanksgiving: DateRule = { month: 11, weekday: thursday, nth: 4 };
const laborDay: DateRule = { month: 9, weekday: monday, nth: 1 };
const memorialDay: DateRule = { month: 5, weekday: monday, nth: -1 };

/**
 * Public holidays of the United States (5 U.S.C. § 6103) with the days beside them on which many are off, and the parts
 * of a usual school year. Full are those on which most private employers shut. A default: what a business keeps elsewhere is another calendar of the same form.
 */
export const usCalendar: BusinessCalendar = {
  holidays: [
    { name: "New Year's Day", class: "full", on: { month: 1, day: 1 } },
    { name: "Martin Luther King Day", class: "partial", on: { month: 1, weekday: monday, nth: 3 } },
    { name: "Presidents' Day", class: "partial", on: { month: 2, weekday: monday, nth: 3 } },
    { name: "Easter Sunday", class: "full", on: { easter: "western", plusDays: 0 } },
    { name: "Memorial Day", class: "full", on: memorialDay },
    { name: "Juneteenth", class: "partial", on: { month: 6, day: 19 }, since: 2021 },
    { name: "Independence Day", class: "full", on: { month: 7, day: 4 } },
    { name: "Labor Day", class: "full", on: laborDay },
    { name: "Columbus Day", class: "partial", on: { month: 10, weekday: monday, nth: 2 } },
    { name: "Veterans Day", class: "partial", on: { month: 11, day: 11 } },
    { name: "Thanksgiving", class: "full", on: thanksgiving },
    { name: "Day after Thanksgiving", class: "full", on: { rule: thanksgiving, plusDays: 1 } },
    { name: "Christmas Eve", class: "partial", on: { month: 12, day: 24 } },
    { name: "Christmas Day", class: "full", on: { month: 12, day: 25 } },
    { name: "New Year's Eve", class: "partial", on: { month: 12, day: 31 } },
  ],
  seasons: [
    { name: "winter break", from: { month: 12, day: 20 }, to: { month: 1, day: 3 } },
    { name: "autumn exams", from: { month: 12, day: 6 }, to: { month: 12, day: 19 } },
    { name: "spring term", from: { month: 1, day: 4 }, to: { month: 4, day: 30 } },
    { name: "spring exams", from: { month: 5, day: 1 }, to: { month: 5, day: 20 } },
    { name: "end of the school year", from: { month: 5, day: 21 }, to: { month: 6, day: 14 } },
    { name: "summer break", from: { month: 6, day: 15 }, to: { month: 8, day: 14 } },
    { name: "autumn term", from: { month: 8, day: 15 }, to: { month: 12, day: 5 } },
  ],
};
