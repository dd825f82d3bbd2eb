import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Nudges } from "./nudges.tsx";

const flag = (code: string, text: string) => ({ code, text, since: "2026-03-01T00:00:00.000Z" });
const now = new Date("2026-03-10T00:00:00Z");

test("names what forces no tier, and leaves out what does", () => {
  const flags = [flag("calls", "2 calls in 14 days"), flag("low_first_rating", "first session rated 2")];
  const { container } = render(<Nudges flags={flags} now={now} />);
  expect(screen.getByText(/^Low first rating/)).toHaveAttribute("title", "first session rated 2");
  expect(container).not.toHaveTextContent("calls");
});

test("is nothing where there is none", () => {
  expect(render(<Nudges flags={[]} now={now} />).container).toBeEmptyDOMElement();
});

test("keeps quiet about what is long known", () => {
  const old = [flag("slow_start", "1 of 3 sessions by day 7 after signup")];
  const { container } = render(<Nudges flags={old} now={new Date("2026-05-01T00:00:00Z")} />);
  expect(container).toBeEmptyDOMElement();
});
