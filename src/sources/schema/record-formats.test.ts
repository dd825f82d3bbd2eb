import { describe, expect, test } from "vitest";
import {
  outsideCall,
  outsideCustomer,
  outsideGoal,
  outsideSession,
  outsideSubject,
  outsideTutor,
} from "../fixtures/outside-rows.ts";
import type { Resource } from "../source.ts";
import { recordFormats } from "./record-formats.ts";

const read = (resource: Resource, raw: unknown) =>
  recordFormats[resource].read(raw, () => JSON.stringify(raw));

const make = {
  subjects: outsideSubject,
  customers: outsideCustomer,
  tutors: outsideTutor,
  sessions: outsideSession,
  calls: outsideCall,
};

const without = (raw: Record<string, unknown>, field: string) =>
  Object.fromEntries(Object.entries(raw).filter(([name]) => name !== field));

describe("what is taken", () => {
  test.each<[Resource, Record<string, unknown>]>([
    ["sessions", { rating: 4 }],
    ["sessions", { rating: 4.5 }],
    ["sessions", { rating: "5.0" }],
    ["sessions", { rating: null, started_at: null, ended_at: null, duration_minutes: null }],
    ["sessions", { id: 2 ** 53 - 1 }],
    ["sessions", { mood: "fine" }],
    ["sessions", { cancelled_by: "system", status: "cancelled" }],
    ["customers", { monthly_spend: 12.5, email: null }],
    ["customers", { monthly_spend: "987654321098765.4321" }],
    ["customers", { email_consent: null }],
    ["customers", { goals: [outsideGoal({ subject: null, target_date: null })] }],
    ["customers", { name: "Zoë 🦊" }],
    ["tutors", { subjects: [], availability: [], time_off: [] }],
    ["tutors", { availability: [{ weekday: 6, start: "22:00", end: "02:00" }] }],
    ["calls", { reason_code: "refund_wanted", duration_seconds: null }],
    ["subjects", { category: null }],
  ])("%s %j", (resource, fields) => {
    expect(read(resource, make[resource](fields)).rejected).toBeUndefined();
  });

  test("a field that may be null may be left out", () => {
    const raw = without(without(outsideSession(), "rating"), "deleted_at");
    expect(read("sessions", raw).record).toMatchObject({ rating: null, deletedAt: null });
  });

  test("consent is given where nothing is said", () => {
    const raw = without(without(outsideCustomer(), "email_consent"), "phone_consent");
    expect(read("customers", raw).record).toMatchObject({ emailConsent: true, phoneConsent: true });
  });
});

describe("what is malformed, and where", () => {
  test.each<[Resource, Record<string, unknown>, string]>([
    ["sessions", { id: "1" }, "id"],
    ["sessions", { id: 0 }, "id"],
    ["sessions", { id: 1.5 }, "id"],
    ["sessions", { id: 2 ** 53 }, "id"],
    ["sessions", { customer_id: null }, "customer_id"],
    ["sessions", { status: "done" }, "status"],
    ["sessions", { status: "toString" }, "status"],
    ["sessions", { cancelled_by: "weather" }, "cancelled_by"],
    ["sessions", { scheduled_at: "2026-03-01T10:00:00" }, "scheduled_at"],
    ["sessions", { started_at: "2026-02-30T10:00:00Z" }, "started_at"],
    ["sessions", { rating: "4.3" }, "rating"],
    ["sessions", { rating: 0.5 }, "rating"],
    ["sessions", { rating: "5.5" }, "rating"],
    ["sessions", { rating: true }, "rating"],
    ["sessions", { duration_minutes: 2 ** 31 }, "duration_minutes"],
    ["sessions", { duration_minutes: "60" }, "duration_minutes"],
    ["sessions", { subject: "" }, "subject"],
    ["sessions", { subject: "x".repeat(2001) }, "subject"],
    ["customers", { monthly_spend: "98765432109876543210.0" }, "monthly_spend"],
    ["customers", { name: "a\u0000b" }, "name"],
    ["customers", { name: "a\ud800b" }, "name"],
    ["customers", { timezone: "Central Time (US & Canada)" }, "timezone"],
    ["customers", { timezone: "+05:00" }, "timezone"],
    ["customers", { email_consent: "yes" }, "email_consent"],
    ["customers", { monthly_spend: "1e3" }, "monthly_spend"],
    ["customers", { goals: null }, "goals"],
    ["customers", { goals: {} }, "goals"],
    ["customers", { goals: [outsideGoal({ target_date: "2026-02-30" })] }, "goals[0].target_date"],
    ["customers", { goals: [outsideGoal(), outsideGoal()] }, "goals[1].id"],
    ["customers", { goals: ["run"] }, "goals[0]"],
    ["tutors", { availability: [{ weekday: 7, start: "09:00", end: "10:00" }] }, "availability[0].weekday"],
    ["tutors", { availability: [{ weekday: 1, start: "24:00", end: "10:00" }] }, "availability[0].start"],
    ["tutors", { availability: [{ weekday: 1, start: "09:00", end: "24:30" }] }, "availability[0].end"],
    ["tutors", { time_off: [{ starts_at: "2026-03-01T10:00:00Z" }] }, "time_off[0].ends_at"],
    ["tutors", { subjects: [null] }, "subjects[0]"],
    ["calls", { reason_code: "" }, "reason_code"],
    ["calls", { reason_code: null }, "reason_code"],
    ["subjects", { name: null }, "name"],
  ])("%s %j", (resource, fields, path) => {
    const { rejected } = read(resource, make[resource](fields));
    expect(rejected?.faults.map((fault) => fault.path)).toEqual([path]);
    expect(rejected?.faults[0]?.reason).toMatch(/^(should|is) /);
  });

  test.each<[Resource, string]>([
    ["sessions", "subject"],
    ["sessions", "updated_at"],
    ["customers", "timezone"],
    ["customers", "goals"],
    ["tutors", "hired_at"],
    ["calls", "called_at"],
    ["subjects", "created_at"],
  ])("%s without %s", (resource, field) => {
    expect(read(resource, without(make[resource](), field)).rejected?.faults).toEqual([
      { path: field, reason: "is missing" },
    ]);
  });

  test.each([null, "text", 5, [], [[]]])("%j instead of a record", (raw) => {
    const { rejected } = read("sessions", raw);
    expect(rejected).toMatchObject({ id: null, updatedAt: null });
    expect(rejected?.key).toMatch(/^sha256:/);
  });
});

describe("what is known of a rejected record", () => {
  test("its id and its updated_at where they can be read", () => {
    const { rejected } = read("sessions", outsideSession({ id: 9, status: "?" }));
    expect(rejected).toMatchObject({ key: "9", id: 9, updatedAt: "2026-03-01T10:00:00.000Z" });
  });

  test("the code of a subject, whatever else it calls an id", () => {
    const { rejected } = read("subjects", { ...outsideSubject({ name: 5 }), id: 3 });
    expect(rejected).toMatchObject({ key: "algebra_1", id: null });
  });

  test("JSON that the database cannot read is kept as text", () => {
    const deep = `${"[".repeat(600)}${"]".repeat(600)}`;
    expect(recordFormats.sessions.read(null, () => deep).rejected?.json).toBe(JSON.stringify(deep));
  });
});

test("unknown fields are named, nested ones by their list", () => {
  const found = new Set<string>();
  const raw = outsideCustomer({ mood: 1, goals: [{ ...outsideGoal(), streak: 2 }, "no goal"] });
  recordFormats.customers.collectUnknownFields(raw, found);
  recordFormats.customers.collectUnknownFields(null, found);
  expect([...found]).toEqual(["mood", "goals[].streak"]);
});

test.each(Object.keys(make) as Resource[])("%s are printed as they came", (resource) => {
  const raw = make[resource](resource === "customers" ? { goals: [outsideGoal()] } : {});
  const format = recordFormats[resource] as (typeof recordFormats)["sessions"];
  const item = format.read(raw, () => "");
  expect(item.record && format.print(item.record)).toEqual(raw);
});
