import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { otherPushSecret, pushSecret, signPush } from "#test/ingestion/sign-push.ts";
import type { SignedMessage } from "../source.ts";
import { createRefuseMessage } from "./refuse-message.ts";

/** The example of the reference implementations of Standard Webhooks. */
const vector = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const vectorAt = new Date(Number(vector.timestamp) * 1000);

const bytes = (text: string) => new TextEncoder().encode(text);
const ofVector = (changes: Partial<SignedMessage> = {}): SignedMessage => ({
  id: vector.id,
  timestamp: vector.timestamp,
  signature: vector.signature,
  body: bytes(vector.body),
  receivedAt: vectorAt,
  ...changes,
});
const refuse = createRefuseMessage([vector.secret]);
const noneFits = /No signature/;

function signedWith(secret: string, body: string, at: Date): SignedMessage {
  const headers = signPush(body, { secret, at });
  return {
    id: headers["webhook-id"],
    timestamp: headers["webhook-timestamp"],
    signature: headers["webhook-signature"],
    body: bytes(body),
    receivedAt: at,
  };
}

describe("a signature", () => {
  test("of the specification's example fits", () => {
    expect(refuse(ofVector())).toBeNull();
  });

  test("by the reference implementation fits, whatever the body and the secret", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.string({ unit: "grapheme" }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (key, body, seconds) => {
          const secret = `whsec_${Buffer.from(key).toString("base64")}`;
          const at = new Date(seconds * 1000);
          const signature = new Webhook(secret).sign("msg_1", at, body);
          const message = {
            id: "msg_1",
            timestamp: String(seconds),
            signature,
            body: bytes(body),
            receivedAt: at,
          };
          expect(createRefuseMessage([secret])(message)).toBeNull();
          expect(createRefuseMessage([otherPushSecret])(message)).toMatch(noneFits);
        },
      ),
    );
  });

  test.each<[string, Partial<SignedMessage>]>([
    ["body", { body: bytes('{"test": 2432232315}') }],
    ["longer body", { body: bytes(`${vector.body} `) }],
    ["id", { id: "msg_p5jXN8AQM9LWM0D4loKWxJel" }],
    ["timestamp", { timestamp: "1614265331" }],
    ["signature", { signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=" }],
    ["version", { signature: vector.signature.replace("v1", "v1a") }],
    ["empty signature", { signature: "" }],
    ["signature without content", { signature: "v1," }],
    ["shortened signature", { signature: "v1,g0hM9SsE" }],
  ])("does not fit another %s", (_what, changes) => {
    expect(refuse(ofVector(changes))).toMatch(noneFits);
  });

  test("may stand anywhere among several, also of versions that we do not know", () => {
    const signature = `v1a,AAAA v1,AAAA ${vector.signature} v2,BBBB`;
    expect(refuse(ofVector({ signature }))).toBeNull();
  });

  test("by either secret fits while one replaces the other", () => {
    const at = new Date("2026-05-01T12:00:00Z");
    const both = createRefuseMessage([pushSecret, otherPushSecret]);
    expect(both(signedWith(pushSecret, "{}", at))).toBeNull();
    expect(both(signedWith(otherPushSecret, "{}", at))).toBeNull();
    expect(createRefuseMessage([otherPushSecret])(signedWith(pushSecret, "{}", at))).toMatch(noneFits);
  });
});

describe("a timestamp", () => {
  const seen = (seconds: number) => ofVector({ receivedAt: new Date(vectorAt.getTime() + seconds * 1000) });

  test("may be five minutes off, and no second more", () => {
    expect(refuse(seen(300))).toBeNull();
    expect(refuse(seen(-300))).toBeNull();
    expect(refuse(seen(301))).toMatch(/301 seconds old; 300 are allowed/);
    expect(refuse(seen(-301))).toMatch(/301 seconds ahead/);
  });

  test.each(["", "soon", "1614265330.5", "-1", "1614265330abc"])("is not %j", (timestamp) => {
    expect(refuse(ofVector({ timestamp }))).toMatch(/webhook-timestamp should hold whole seconds/);
  });
});

test.each(["", "a b", "ü", "x".repeat(201)])("an id is not %j", (id) => {
  expect(refuse(ofVector({ id }))).toMatch(/webhook-id should hold/);
});
