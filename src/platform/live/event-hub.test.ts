import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { type Batch, createEventHub } from "./event-hub.ts";
import { type LoggedEvent, loggedEvent } from "./logged-event.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

let nextId = 1;

function event(key: string, critical = false): LoggedEvent {
  return loggedEvent({
    event_id: nextId++,
    occurred_at: new Date("2026-05-01T12:00:00Z"),
    kind: "customer.changed",
    key,
    payload: {},
    customer_id: null,
    subject_code: null,
    user_id: null,
    critical,
  });
}

/** A client of a hub, with what it was sent: the keys of each batch, or "reload". */
function connect() {
  const hub = createEventHub();
  const sent: (string[] | "reload")[] = [];
  const ids: number[] = [];
  let takesMore = true;
  const subscription = hub.subscribe({
    viewer: viewerOf(),
    send({ id, events }: Batch) {
      ids.push(id);
      sent.push(events === null ? "reload" : events.map(({ key }) => key));
      return takesMore;
    },
    close: () => undefined,
  });
  const publish = (...keys: string[]) => hub.publish(keys.map((key) => event(key, key === "critical")));
  const lag = () => {
    takesMore = false;
  };
  return { hub, sent, ids, subscription, publish, lag };
}

describe("the event hub", () => {
  it("sends the first change at once, then the newest of each key once a second", () => {
    const { sent, subscription, publish } = connect();
    subscription.release(0);
    publish("first");
    expect(sent).toEqual([["first"]]);
    publish("a", "b");
    publish("a");
    vi.advanceTimersByTime(999);
    expect(sent).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([["first"], ["b", "a"]]);
    vi.advanceTimersByTime(5_000);
    publish("later");
    expect(sent.at(-1)).toEqual(["later"]);
  });

  it("lets nothing critical wait, and sends with it what waited, so that numbers only rise", () => {
    const { sent, ids, subscription, publish } = connect();
    subscription.release(0);
    publish("first");
    publish("a");
    publish("critical");
    publish("critical");
    expect(sent).toEqual([["first"], ["a", "critical"], ["critical"]]);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it("holds back until the client has caught up, and repeats nothing of that", () => {
    const { sent, subscription, publish } = connect();
    const caughtUp = nextId;
    publish("told already", "new");
    expect(sent).toEqual([]);
    subscription.release(caughtUp);
    expect(sent).toEqual([["new"]]);
  });

  it("repeats nothing to a browser that is ahead of this process", () => {
    const { sent, subscription, publish } = connect();
    subscription.release(nextId);
    publish("told by another process", "new");
    expect(sent).toEqual([["new"]]);
  });

  it("keeps the newest of each key for a client that lags", () => {
    const { sent, subscription, publish, lag } = connect();
    subscription.release(0);
    lag();
    publish("first");
    for (let n = 0; n < 100; n++) publish("a", "b");
    vi.advanceTimersByTime(60_000);
    expect(sent).toEqual([["first"]]);
    subscription.drained();
    expect(sent).toEqual([["first"], ["a", "b"]]);
  });

  it("has a client read everything anew when too much waits for it", () => {
    const { sent, ids, subscription, publish, lag } = connect();
    subscription.release(0);
    lag();
    publish("first");
    publish(...Array.from({ length: 6_000 }, (_, n) => String(n)));
    subscription.drained();
    vi.advanceTimersByTime(1_000);
    expect(sent.at(-1)).toBe("reload");
    expect(ids.at(-1)).toBe(nextId - 1);
  });

  it("sends nothing after the end of a subscription", () => {
    const { hub, sent, subscription, publish } = connect();
    subscription.release(0);
    publish("first");
    publish("a");
    subscription.end();
    vi.advanceTimersByTime(5_000);
    expect(sent).toEqual([["first"]]);
    expect(hub.size()).toBe(0);
  });
});
