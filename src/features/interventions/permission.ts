import { dayMs } from "#domain/time/day-ms.ts";
import { instantOfWallClock, zoneOffsetMs } from "#domain/time/zone-offset.ts";
import type { Channel, Urgency } from "./rules.ts";
import type { InterventionSettings } from "./weights.ts";

/** Whom one would contact, and what they agreed to. */
export type Reachability = {
  status: "active" | "paused" | "closed";
  isRemoved: boolean;
  emailConsent: boolean;
  phoneConsent: boolean;
  hasEmail: boolean;
  hasPhone: boolean;
  timezone: string;
};

/** The last time that somebody of us contacted the customer. */
export type LastContact = { atMs: number; byId: string; byName: string };

/**
 * Whether something may be done. `fromMs` is the instant from which it may be (epoch milliseconds), null where
 * waiting does not help. `mayInsist`: somebody who says why may do it all the same.
 */
export type Permission =
  | { isAllowed: true }
  | { isAllowed: false; why: string; fromMs: number | null; mayInsist: boolean };

export type PermissionContext = {
  customer: Reachability;
  lastContact: LastContact | null;
  /** Who would do it: one may write again to whom one has just called. */
  byId: string;
  asOfMs: number;
  settings: InterventionSettings;
};

const never = (why: string): Permission => ({ isAllowed: false, why, fromMs: null, mayInsist: false });

/**
 * Whether a customer may be contacted by `channel` now: the account, consent, an address, the hours by the
 * customer's clock (daylight saving included), and a colleague's contact within the least days. A task is for
 * colleagues: it may always be given, but for a removed customer.
 * @throws RangeError for an unknown timezone
 */
export function mayContact(channel: Channel, context: PermissionContext): Permission {
  const { customer } = context;
  if (customer.isRemoved) return never("The customer was removed at the source.");
  if (channel === "task") return { isAllowed: true };
  if (customer.status !== "active") return never(`The account is ${customer.status}.`);
  const [consent, known, act, address] =
    channel === "phone"
      ? [customer.phoneConsent, customer.hasPhone, "calls", "phone number"]
      : [customer.emailConsent, customer.hasEmail, "e-mails", "e-mail address"];
  if (!consent) return never(`The customer has not agreed to ${act}.`);
  if (!known) return never(`No ${address} is known.`);
  return waitFor(channel, context);
}

function waitFor(channel: "phone" | "email", context: PermissionContext): Permission {
  const { asOfMs, customer, settings } = context;
  const freeFromMs = freeOfColleagueMs(context);
  const hours = channel === "phone" ? settings.callHours : settings.emailHours;
  const earliestMs = Math.max(asOfMs, freeFromMs);
  const fromMs = hours === null ? earliestMs : nextWithin(earliestMs, customer.timezone, hours);
  if (fromMs <= asOfMs) return { isAllowed: true };
  return {
    isAllowed: false,
    why: whyWaiting(channel, freeFromMs > asOfMs, context),
    fromMs,
    mayInsist: true,
  };
}

function whyWaiting(channel: "phone" | "email", isColleague: boolean, context: PermissionContext): string {
  const { lastContact, settings } = context;
  if (isColleague && lastContact !== null) {
    const least = settings.leastDaysBetweenContacts;
    return `${lastContact.byName} contacted the customer less than ${least} ${least === 1 ? "day" : "days"} ago.`;
  }
  const hours = channel === "phone" ? settings.callHours : settings.emailHours;
  const act = channel === "phone" ? "Calls" : "E-mails";
  return `${act} are made from ${hours?.from ?? 0} to ${hours?.to ?? 24} o'clock where the customer lives.`;
}

/** Until when a colleague's contact keeps others away; the past where none does. */
function freeOfColleagueMs({ lastContact, byId, settings }: PermissionContext): number {
  if (lastContact === null || lastContact.byId === byId) return Number.NEGATIVE_INFINITY;
  return lastContact.atMs + settings.leastDaysBetweenContacts * dayMs;
}

/** The first instant from `atMs` on at which the wall clock of `timezone` shows a time within the hours. */
function nextWithin(atMs: number, timezone: string, hours: { from: number; to: number }): number {
  const wallMs = atMs + zoneOffsetMs(timezone, atMs);
  const midnightMs = Math.floor(wallMs / dayMs) * dayMs;
  const hour = (wallMs - midnightMs) / 3_600_000;
  if (hour >= hours.from && hour < hours.to) return atMs;
  const startMs = midnightMs + hours.from * 3_600_000 + (hour < hours.from ? 0 : dayMs);
  return Math.max(atMs, instantOfWallClock(timezone, startMs));
}

export type Permissions = Record<Channel, Permission>;

/** What may be done with a customer by each channel. */
export function permissionsOf(context: PermissionContext): Permissions {
  return {
    phone: mayContact("phone", context),
    email: mayContact("email", context),
    task: mayContact("task", context),
  };
}

/**
 * The channel to offer in place of the suggested one: the suggested one where it may be used now, or where waiting
 * for it does no harm; else the other one where that may be used now; else a task, and nothing where not even that
 * may be given.
 */
export function offerChannel(suggested: Channel, urgency: Urgency, permissions: Permissions): Channel | null {
  const wanted = permissions[suggested];
  if (wanted.isAllowed) return suggested;
  const other = suggested === "phone" ? "email" : "phone";
  const canWait = wanted.fromMs !== null && (urgency !== "today" || !permissions[other].isAllowed);
  if (canWait) return suggested;
  if (permissions[other].isAllowed) return other;
  return permissions.task.isAllowed ? "task" : null;
}
