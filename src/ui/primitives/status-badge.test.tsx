import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Status } from "../status.ts";
import { StatusBadge } from "./status-badge.tsx";

const statuses: Status[] = ["critical", "warning", "info", "good", "neutral"];

it("gives every status a word and a shape of its own", () => {
  const outlines = statuses.map((status) => {
    const { container, unmount } = render(<StatusBadge status={status} word={`is ${status}`} />);
    expect(container).toHaveTextContent(`is ${status}`);
    const outline = container.querySelector("svg")?.firstElementChild?.outerHTML;
    unmount();
    return outline;
  });
  expect(new Set(outlines).size).toBe(statuses.length);
});
