import { describe, expect, it } from "vitest";
import { formatSpan, spanElsewhere, zoneCity } from "./time-span.ts";

const chicago = "America/Chicago";

describe("a span of hours", () => {
  it("names its day once, and both days where it runs beyond midnight", () => {
    expect(formatSpan("2026-12-01T23:00:00Z", "2026-12-02T02:00:00Z", chicago)).toBe(
      "Tue 1 Dec, 17:00–20:00",
    );
    expect(formatSpan("2026-12-02T04:00:00Z", "2026-12-02T06:00:00Z", chicago)).toBe(
      "Tue 1 Dec, 22:00–00:00",
    );
    expect(formatSpan("2026-12-02T04:00:00Z", "2026-12-02T08:00:00Z", chicago)).toBe(
      "Tue 1 Dec, 22:00 – Wed 2 Dec, 02:00",
    );
  });

  it("is named by the clocks of the business where they differ", () => {
    const [from, to] = ["2026-12-01T23:00:00Z", "2026-12-02T02:00:00Z"];
    expect(spanElsewhere(from, to, chicago, chicago)).toBeNull();
    expect(spanElsewhere(from, to, "America/New_York", chicago)).toBe("17:00–20:00 in Chicago");
    expect(spanElsewhere(from, to, "Europe/Berlin", chicago)).toBe("Tue 1 Dec, 17:00–20:00 in Chicago");
    expect(zoneCity("America/New_York")).toBe("New York");
  });
});
