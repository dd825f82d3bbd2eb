import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { ChangedValue } from "./changed-value.tsx";

it("marks a value only once it has changed", () => {
  const { rerender } = render(<ChangedValue value={1} />);
  expect(screen.getByText("1")).not.toHaveClass("changed-value");
  rerender(<ChangedValue value={1} />);
  expect(screen.getByText("1")).not.toHaveClass("changed-value");
  rerender(<ChangedValue value={2} />);
  expect(screen.getByText("2")).toHaveClass("changed-value");
});
