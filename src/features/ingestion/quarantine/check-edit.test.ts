import { describe, expect, test } from "vitest";
import { outsideSession, outsideSubject } from "#sources/fixtures/outside-rows.ts";
import { readRecordText } from "#sources/schema/read-record-text.ts";
import { faultsInWords, editFaults as faultsOfItem, type Kept } from "./check-edit.ts";

const updatedAt = "2026-03-01T10:00:00.000Z";
const asOf = new Date("2026-03-02T00:00:00Z");
const kept: Kept = {
  id: 9,
  resource: "sessions",
  key: "1",
  text: JSON.stringify(outsideSession({ rating: "9", updated_at: updatedAt })),
  recordUpdatedAt: new Date(updatedAt),
};
const editFaults = (of: Kept, text: string, at: Date) =>
  faultsOfItem(of, readRecordText(of.resource, text), at);
const faults = (fields: Record<string, unknown>, of: Kept = kept) =>
  editFaults(of, JSON.stringify(outsideSession({ updated_at: updatedAt, ...fields })), asOf);

describe("an edited record", () => {
  test("is taken where it keeps the contract, its id and the source's updated_at", () => {
    expect(faults({ rating: "5" })).toEqual([]);
    expect(faults({ updated_at: "2026-03-01T04:00:00.000-06:00" })).toEqual([]);
  });

  test("is refused with each fault at its path", () => {
    expect(faultsInWords(faults({ rating: "8", status: "gone" }))).toMatch(
      /^status: should be .*; rating: should be/,
    );
    expect(editFaults(kept, "{nonsense", asOf)).toMatchObject(
      [{ path: "", reason: /^should be JSON/ }].map(() => ({ path: "" })),
    );
  });

  test("stays the record that it was, in the source's version", () => {
    expect(faults({ id: 2 })).toMatchObject([{ path: "id" }]);
    expect(faults({ updated_at: "2026-03-01T10:00:00.001Z" })).toMatchObject([{ path: "updated_at" }]);
    const subject: Kept = { ...kept, resource: "subjects", key: "algebra_1" };
    const other = JSON.stringify(outsideSubject({ code: "algebra_2", updated_at: updatedAt }));
    expect(editFaults(subject, other, asOf)).toMatchObject([{ path: "code" }]);
  });

  test("may be given what could not be read, though no version from the future", () => {
    expect(faults({ id: 77 }, { ...kept, key: "sha256:abc" })).toEqual([]);
    const unread = { ...kept, recordUpdatedAt: null };
    expect(faults({ updated_at: "2026-02-01T00:00:00Z" }, unread)).toEqual([]);
    expect(faults({ updated_at: "2026-03-02T00:00:01Z" }, unread)).toMatchObject([{ path: "updated_at" }]);
  });
});
