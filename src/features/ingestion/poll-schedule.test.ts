import { expect, test } from "vitest";
import { pollSchedule } from "./poll-schedule.ts";

const secondsOf = (schedule: ReturnType<typeof pollSchedule>) =>
  Object.fromEntries(schedule.map(({ resource, everySeconds }) => [resource, everySeconds]));

test("every resource is polled at its own pace", () => {
  expect(secondsOf(pollSchedule("live"))).toEqual({
    subjects: 3600,
    customers: 3600,
    tutors: 3600,
    sessions: 300,
    calls: 900,
  });
});

test("what the source pushes is polled once an hour, and never more often than before", () => {
  expect(secondsOf(pollSchedule("mock", ["sessions", "tutors"]))).toMatchObject({
    sessions: 3600,
    tutors: 3600,
    calls: 15,
  });
});
