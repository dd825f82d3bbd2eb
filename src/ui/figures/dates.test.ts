import { describe, expect, it } from "vitest";
import { formatDate, formatDateTime, formatExact, formatRelative, formatTime } from "./dates.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("dates", () => {
  it("are written in the reader's timezone", () => {
    expect(formatDate("2026-11-23T03:00:00Z", "America/Chicago")).toBe("22 Nov 2026");
    expect(formatTime("2026-11-23T03:00:00Z", "America/Chicago")).toBe("21:00");
    expect(formatDateTime("2026-11-23T03:00:00Z", "Asia/Tokyo")).toBe("23 Nov 2026, 12:00");
  });

  it("name both hours of the night when clocks go back", () => {
    const first = formatExact("2026-11-01T06:30:00Z", "America/Chicago");
    const second = formatExact("2026-11-01T07:30:00Z", "America/Chicago");
    expect(first).toContain("01:30:00");
    expect(second).toContain("01:30:00");
    expect(first).not.toBe(second);
  });

  it("show a dash for what is no instant", () => {
    expect(formatDate("soon", "UTC")).toBe("–");
    expect(formatRelative("soon", 0)).toBe("–");
  });
});

describe("formatRelative", () => {
  const now = Date.UTC(2026, 10, 23, 12);
  it.each([
    [2, "just now"],
    [42, "42 s ago"],
    [60, "1 min ago"],
    [3_599, "59 min ago"],
    [3_600, "1 h ago"],
    [86_400, "1 day ago"],
    [3 * 86_400, "3 days ago"],
    [21 * 86_400, "3 weeks ago"],
    [90 * 86_400, "2 months ago"],
    [800 * 86_400, "2 years ago"],
    [-7_200, "in 2 h"],
  ])("%d seconds back is %s", (seconds, expected) => {
    expect(plain(formatRelative(now - seconds * 1000, now))).toBe(expected);
  });
});
