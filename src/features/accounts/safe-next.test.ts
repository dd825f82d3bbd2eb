import { expect, test } from "vitest";
import { safeNext } from "./safe-next.ts";

test.each([
  ["/customers?tier=critical#top", "/customers?tier=critical#top"],
  ["/", "/"],
  [null, "/"],
  ["", "/"],
  ["customers", "/"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["/\t/evil.example", "/"],
  ["/..//evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?next=/sign-in", "/"],
])("%s leads to %s", (next, expected) => {
  expect(safeNext(next)).toBe(expected);
});
