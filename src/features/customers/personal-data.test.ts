import { describe, expect, it } from "vitest";
import { maskEmail, maskPhone } from "./personal-data.ts";

describe("masking", () => {
  it.each([
    ["ada@example.org", "a•••@example.org"],
    ["x@y.z", "x•••@y.z"],
    ["@y.z", "•••"],
    ["no address", "•••"],
  ])("cuts %s to %s", (email, masked) => expect(maskEmail(email)).toBe(masked));

  it.each([
    ["+1 (555) 010-4567", "••• 4567"],
    ["911", "•••"],
  ])("cuts %s to %s", (phone, masked) => expect(maskPhone(phone)).toBe(masked));
});
