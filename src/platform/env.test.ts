import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readEnv } from "./env.ts";
import { renderEnvExample } from "./env-example.ts";
import { AppError } from "./errors.ts";

test("nothing set gives the defaults", () => {
  const env = readEnv({});
  expect(env).toMatchObject({
    PORT: 3000,
    SOURCE_MODE: "mock",
    BUSINESS_TIMEZONE: "America/Chicago",
    AS_OF: null,
  });
});

test("an empty value counts as unset", () => {
  expect(readEnv({ PORT: "", DATABASE_URL: "" })).toMatchObject({ PORT: 3000, DATABASE_URL: null });
});

test("values are read as what they stand for", () => {
  const env = readEnv({
    PORT: "8080",
    AS_OF: "2011-09-01T00:00:00Z",
    SOURCE_API_URL: "https://example.com/rails",
  });
  expect(env.PORT).toBe(8080);
  expect(env.AS_OF).toEqual(new Date("2011-09-01T00:00:00Z"));
});

test("lists are written with commas between", () => {
  const secrets = [24, 64].map((bytes) => `whsec_${Buffer.alloc(bytes, 1).toString("base64")}`);
  const env = readEnv({ SOURCE_PUSHES: "sessions, calls", INGEST_WEBHOOK_SECRETS: secrets.join(",") });
  expect(env).toMatchObject({ SOURCE_PUSHES: ["sessions", "calls"], INGEST_WEBHOOK_SECRETS: secrets });
  expect(readEnv({})).toMatchObject({ SOURCE_PUSHES: null, INGEST_WEBHOOK_SECRETS: null });
});

test.each(["secret", "whsec_", "whsec_c2hvcnQ=", `whsec_${Buffer.alloc(65).toString("base64")}`, "whsec_!"])(
  "%s is no secret to push with",
  (secret) => {
    expect(() => readEnv({ INGEST_WEBHOOK_SECRETS: secret })).toThrow(
      /^INGEST_WEBHOOK_SECRETS holds a value but should hold secrets of sources that push/,
    );
  },
);

test.each([
  ["SOURCE_PUSHES", "sessions,mails", 'SOURCE_PUSHES holds "sessions,mails" but should hold resources'],
  ["PORT", "abc", 'PORT holds "abc" but should hold the port of the dashboard, 1 to 65535.'],
  ["PORT", "70000", 'PORT holds "70000" but should hold the port of the dashboard, 1 to 65535.'],
  ["BUSINESS_TIMEZONE", "Mars/Base", 'BUSINESS_TIMEZONE holds "Mars/Base" but should hold'],
  ["SOURCE_API_URL", "example.com", 'SOURCE_API_URL holds "example.com" but should hold'],
])("%s=%s stops with the variable, what it holds and what it should hold", (name, value, sentence) => {
  expect(() => readEnv({ [name]: value })).toThrow(AppError);
  expect(() => readEnv({ [name]: value })).toThrow(sentence);
});

test("a wrong secret is named without being shown", () => {
  expect(() => readEnv({ DATABASE_URL: "mysql://me:hunter2@host" })).toThrow(
    /^DATABASE_URL holds a value but should hold/,
  );
});

test("every wrong variable is named at once", () => {
  expect(() => readEnv({ PORT: "x", LOG_LEVEL: "loud" })).toThrow(/PORT.*LOG_LEVEL/);
});

test(".env.example says the same as the module", () => {
  expect(readFileSync(new URL("../../.env.example", import.meta.url), "utf8")).toBe(renderEnvExample());
});
