import { TZDate } from "@date-fns/tz";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mayContact, type PermissionContext, type Reachability } from "./permission.ts";
import { defaultInterventionSettings as settings } from "./weights.ts";

const ada: Reachability = {
  status: "active",
  isRemoved: false,
  emailConsent: true,
  phoneConsent: true,
  hasEmail: true,
  hasPhone: true,
  timezone: "America/Chicago",
};

function context(at: string, changes: Partial<PermissionContext> = {}): PermissionContext {
  return { customer: ada, lastContact: null, byId: "me", asOfMs: Date.parse(at), settings, ...changes };
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
function answer(channel: "phone" | "email" | "task", given: PermissionContext) {
  const permission = mayContact(channel, given);
  return permission.isAllowed ? "allowed" : [permission.why, iso(permission.fromMs)];
}

describe("hours for calls", () => {
  it("are the customer's, in winter and in summer", () => {
    expect(answer("phone", context("2026-01-15T14:00:00Z"))).toBe("allowed"); // 8:00
    expect(answer("phone", context("2026-07-15T13:00:00Z"))).toBe("allowed"); // 8:00
    expect(answer("phone", context("2026-01-15T13:59:00Z"))).toEqual([
      "Calls are made from 8 to 20 o'clock where the customer lives.",
      "2026-01-15T14:00:00.000Z",
    ]);
    expect(answer("phone", context("2026-07-16T01:00:00Z"))).toEqual([
      expect.any(String),
      "2026-07-16T13:00:00.000Z",
    ]);
  });

  it("begin at eight on the morning after the clocks are changed", () => {
    // On 8 March 2026 at 2:00 clocks go to 3:00; on 1 November 2026 at 2:00 back to 1:00.
    expect(answer("phone", context("2026-03-08T03:00:00Z"))).toEqual([
      expect.any(String),
      "2026-03-08T13:00:00.000Z",
    ]);
    expect(answer("phone", context("2026-11-01T02:00:00Z"))).toEqual([
      expect.any(String),
      "2026-11-01T14:00:00.000Z",
    ]);
  });

  it("leave mail alone", () => {
    expect(answer("email", context("2026-01-15T06:00:00Z"))).toBe("allowed");
  });

  it("when a call must wait, it may be made at the instant that is named, and that is the first one", () => {
    const zones = fc.constantFrom(
      "America/Chicago",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
      "America/St_Johns",
    );
    const minutes = fc.integer({ min: 0, max: 366 * 24 * 60 });
    fc.assert(
      fc.property(zones, minutes, (timezone, minute) => {
        const asOfMs = Date.parse("2026-01-01T00:00:00Z") + minute * 60_000;
        const given = context("2026-01-01T00:00:00Z", { customer: { ...ada, timezone }, asOfMs });
        const permission = mayContact("phone", given);
        const hour = new TZDate(asOfMs, timezone).getHours();
        expect(permission.isAllowed).toBe(hour >= 8 && hour < 20);
        if (permission.isAllowed || permission.fromMs === null) return;
        expect(mayContact("phone", { ...given, asOfMs: permission.fromMs })).toEqual({ isAllowed: true });
        expect(mayContact("phone", { ...given, asOfMs: permission.fromMs - 60_000 }).isAllowed).toBe(false);
      }),
    );
  });
});

describe("consent and account", () => {
  const noon = "2026-05-04T17:00:00Z";
  it.each([
    ["phone", { phoneConsent: false }, ["The customer has not agreed to calls.", null]],
    ["email", { emailConsent: false }, ["The customer has not agreed to e-mails.", null]],
    ["email", { hasEmail: false }, ["No e-mail address is known.", null]],
    ["phone", { status: "paused" }, ["The account is paused.", null]],
    ["email", { status: "closed" }, ["The account is closed.", null]],
    ["task", { status: "paused", phoneConsent: false, emailConsent: false }, "allowed"],
    ["task", { isRemoved: true }, ["The customer was removed at the source.", null]],
  ] as const)("%s with %o", (channel, changes, expected) => {
    expect(answer(channel, context(noon, { customer: { ...ada, ...changes } }))).toEqual(expected);
  });
});

describe("the last contact", () => {
  const lastContact = { atMs: Date.parse("2026-05-04T17:00:00Z"), byId: "bea", byName: "Bea" };
  it("keeps colleagues away, not whom it was made by", () => {
    const next = "2026-05-05T17:00:00Z";
    expect(answer("phone", context(next, { lastContact }))).toEqual([
      "Bea contacted the customer less than 2 days ago.",
      "2026-05-06T17:00:00.000Z",
    ]);
    expect(answer("phone", context(next, { lastContact, byId: "bea" }))).toBe("allowed");
    expect(answer("email", context("2026-05-06T17:00:00Z", { lastContact }))).toBe("allowed");
  });

  it("and the hours after it together say from when", () => {
    const late = { ...lastContact, atMs: Date.parse("2026-05-05T00:30:00Z") }; // 19:30
    const evening = { ...late, atMs: Date.parse("2026-05-05T01:30:00Z") }; // 20:30
    expect(answer("phone", context("2026-05-05T15:00:00Z", { lastContact: late }))[1]).toBe(
      "2026-05-07T00:30:00.000Z",
    );
    expect(answer("phone", context("2026-05-05T15:00:00Z", { lastContact: evening }))[1]).toBe(
      "2026-05-07T13:00:00.000Z",
    );
  });
});
