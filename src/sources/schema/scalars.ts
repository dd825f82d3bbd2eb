import { z } from "zod";
import { readDecimal } from "./decimal.ts";
import { readCalendarDate, readInstant } from "./instant.ts";

/**
 * The scalar types of the contract. Each gives the normalised value, and one reason in plain words where
 * what came is something else.
 */

const maxInt4 = 2_147_483_647;

/** PostgreSQL's b-tree entries hold 2,704 bytes; names and codes stand in indexes together with other keys. */
const maxIndexedBytes = 2000;

/** No amount of money comes near it, and its cents fit 64 bits. */
const amountLimit = 1e15;

function scalar<T>(reason: string, read: (value: unknown) => T | undefined) {
  return z.transform<unknown, T>((value, context) => {
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({
      code: "custom",
      input: value,
      message: value === undefined ? "is missing" : reason,
    });
    return z.NEVER;
  });
}

/** Also takes null, and a field that is not there, both as null. */
function orNull<T>(reason: string, read: (value: unknown) => T | undefined) {
  return scalar<T | null>(`${reason}, or null`, (value) =>
    value === null || value === undefined ? null : read(value),
  );
}

// PostgreSQL cannot keep U+0000, and a lone surrogate is no text at all.
const asText = (value: unknown) =>
  typeof value === "string" && value.isWellFormed() && !value.includes("\u0000") ? value : undefined;

const asIndexedText = (value: unknown) => {
  const text = asText(value);
  return text !== undefined &&
    (text.length < maxIndexedBytes / 3 || Buffer.byteLength(text) <= maxIndexedBytes)
    ? text
    : undefined;
};

const asCode = (value: unknown) => (value === "" ? undefined : asIndexedText(value));
const asId = (value: unknown) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? Number(value) : undefined;
const asInteger = (value: unknown) =>
  Number.isInteger(value) && Math.abs(Number(value)) <= maxInt4 ? Number(value) : undefined;
const asInstant = (value: unknown) =>
  typeof value === "string" ? (readInstant(value) ?? undefined) : undefined;

const asAmount = (value: unknown) => {
  const decimal = readDecimal(value);
  return decimal !== null && Math.abs(Number(decimal)) < amountLimit ? decimal : undefined;
};

const asRating = (value: unknown) => {
  const decimal = readDecimal(value);
  if (decimal === null) return undefined;
  const number = Number(decimal);
  return number >= 1 && number <= 5 && Number.isInteger(number * 2) ? decimal : undefined;
};

const asDate = (value: unknown) =>
  typeof value === "string" ? (readCalendarDate(value) ?? undefined) : undefined;

const words = {
  text: "should be text without NUL and broken characters",
  name: `should be text without NUL and broken characters, at most ${maxIndexedBytes} bytes`,
  code: `should be a code, at most ${maxIndexedBytes} bytes`,
  id: "should be a whole number from 1 to 2^53-1",
  integer: "should be a whole number that fits 32 bits",
  instant: "should be an ISO 8601 time that exists, with Z or an offset",
  date: "should be a date that exists, YYYY-MM-DD",
  amount: "should be a decimal in plain notation, below 10^15",
  rating: "should be 1 to 5 in halves",
  boolean: "should be true or false",
  timezone: "should be an IANA timezone",
};

export const id = scalar(words.id, asId);
export const name = scalar(words.name, asIndexedText);
export const code = scalar(words.code, asCode);
export const text = scalar(words.text, asText);
export const textOrNull = orNull(words.text, asText);
export const integerOrNull = orNull(words.integer, asInteger);
export const amountOrNull = orNull(words.amount, asAmount);
export const ratingOrNull = orNull(words.rating, asRating);
export const instant = scalar(words.instant, asInstant);
export const instantOrNull = orNull(words.instant, asInstant);
export const dateOrNull = orNull(words.date, asDate);
export const boolean = scalar(words.boolean, (value) => (typeof value === "boolean" ? value : undefined));

/** Text with at least one character that is not indexed. */
export const label = scalar("should be text that is not empty", (value) =>
  value === "" ? undefined : asText(value),
);

/** Consent is given unless the source says otherwise. */
export const consent = scalar("should be true, false, or absent", (value) => {
  if (value === undefined || value === null) return true;
  return typeof value === "boolean" ? value : undefined;
});

/** One of a closed list. */
export function oneOf<const T extends string>(allowed: readonly T[]) {
  return scalar<T>(`should be one of ${allowed.join(", ")}`, (value) =>
    allowed.find((word) => word === value),
  );
}

/** One of a closed list, or null. */
export function oneOfOrNull<const T extends string>(allowed: readonly T[]) {
  return orNull<T>(`should be one of ${allowed.join(", ")}`, (value) =>
    allowed.find((word) => word === value),
  );
}

const knownTimezones = new Map<string, boolean>();

function isTimezone(zone: string): boolean {
  const known = knownTimezones.get(zone);
  if (known !== undefined) return known;
  const result = /^[A-Za-z]/.test(zone) && isAccepted(zone);
  // Wrong names come from outside: only so many are worth remembering.
  if (knownTimezones.size < 2000) knownTimezones.set(zone, result);
  return result;
}

function isAccepted(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

export const timezone = scalar(words.timezone, (value) =>
  typeof value === "string" && isTimezone(value) ? value : undefined,
);

const wallClock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** "HH:MM", 00:00 to 23:59. */
export const startOfDayTime = scalar('should be a time of day "HH:MM"', (value) =>
  typeof value === "string" && wallClock.test(value) ? value : undefined,
);

/** "HH:MM" up to "24:00". */
export const endOfDayTime = scalar('should be a time of day "HH:MM", at most "24:00"', (value) =>
  typeof value === "string" && (value === "24:00" || wallClock.test(value)) ? value : undefined,
);

export const weekday = scalar("should be 0 (Sunday) to 6", (value) =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 6 ? Number(value) : undefined,
);
