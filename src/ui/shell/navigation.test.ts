import { describe, expect, it } from "vitest";
import { currentEntry } from "./navigation.ts";

const entries = ["/", "/customers", "/data", "/data/jobs"].map((href) => ({ href, label: href, icon: null }));

describe("currentEntry", () => {
  it("finds the page itself and the pages below it", () => {
    expect(currentEntry(entries, "/")?.href).toBe("/");
    expect(currentEntry(entries, "/customers")?.href).toBe("/customers");
    expect(currentEntry(entries, "/customers/c-1")?.href).toBe("/customers");
  });

  it("prefers the longest address", () => {
    expect(currentEntry(entries, "/data/jobs/7")?.href).toBe("/data/jobs");
  });

  it("takes no half words, and nothing for a page outside", () => {
    expect(currentEntry(entries, "/customers-old")).toBeUndefined();
  });
});
