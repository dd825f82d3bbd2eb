import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskPersonalData, maskText } from "./mask-personal-data.ts";

describe("maskPersonalData", () => {
  it("takes out what a key says is personal, in whatever spelling and depth", () => {
    const input = {
      customer_id: 1234567890,
      customer: { firstName: "Ana", "last-name": "Silva", Email: "ana@example.org", phone_number: "x" },
      recipients: ["ana@example.org"],
      contacts: [{ name: "Bo", city: "Lagos" }],
      apiKey: "k",
      auth: { access_token: { value: "t" } },
      resource: "sessions",
    };
    expect(maskPersonalData(input)).toEqual({
      customer_id: 1234567890,
      customer: {
        firstName: "[name]",
        "last-name": "[name]",
        Email: "[e-mail]",
        phone_number: "[phone]",
      },
      recipients: "[e-mail]",
      contacts: [{ name: "[name]", city: "[address]" }],
      apiKey: "[secret]",
      auth: { access_token: "[secret]" },
      resource: "sessions",
    });
  });

  it("keeps what is not there as it is, and masks keys too", () => {
    expect(maskPersonalData({ email: null, name: "", "ana@example.org": 1 })).toEqual({
      email: null,
      name: "",
      "[e-mail]": 1,
    });
    expect(maskPersonalData(null)).toBeNull();
    expect(maskPersonalData([undefined, 3, true])).toEqual([undefined, 3, true]);
  });

  it("leaves no address in any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.emailAddress(), fc.string(), (value, email, key) => {
        const shown = JSON.stringify(
          maskPersonalData({ value, [key]: [`to ${email} now`, { deep: email }] }),
        );
        expect(shown).not.toContain(email);
      }),
    );
  });

  it("changes nothing that it has masked", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = maskPersonalData(value);
        expect(maskPersonalData(once)).toEqual(once);
      }),
    );
  });
});

describe("maskText", () => {
  it.each([
    ["write to ana.silva+x@mail.example.org, please", "write to [e-mail], please"],
    ["?email=ana%40example.org&page=2", "?email=[e-mail]&page=2"],
    ["call +44 20 7946 0958 now", "call [phone] now"],
    ["(312) 555-0142", "[phone]"],
    ["312.555.0142", "[phone]"],
    ["3125550142", "[phone]"],
    ["030 1234567-89", "[phone]"],
    ["Authorization: Bearer abc.def-ghi", "Authorization: Bearer [secret]"],
    ["postgres://owner:geheim@db.example.org/x", "postgres://[secret]@db.example.org/x"],
    ["GET /x?api_key=123abc&page=1", "GET /x?api_key=[secret]&page=1"],
    ['{"first_name":"Ana","id":7}', '{"first_name":[name],"id":7}'],
  ])("%s", (text, masked) => expect(maskText(text)).toBe(masked));

  it.each([
    "2026-05-01T12:00:00.000Z",
    "2026-05-01 12:00",
    "from 2026-05-01 to 2026-05-02",
    "job repeat:poll sessions:1779883200000",
    "1779883200000",
    "550e8400-e29b-41d4-a716-446655440000",
    "12345678-1234-4234-8234-123456789012",
    "12345678.25",
    "at run (file:///app/src/x.ts:120:14)",
    "status 503 after 3 tries, 1,234,567 rows",
    "/customers/123456789",
    "10.0.0.12:5432",
  ])("leaves %s alone", (text) => expect(maskText(text)).toBe(text));
});
