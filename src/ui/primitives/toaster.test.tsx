import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { toast } from "./toast-store.ts";
import { Toaster } from "./toaster.tsx";

it("announces at most three notes, and runs what one offers", async () => {
  render(<Toaster />);
  let undone = 0;
  act(() => {
    for (const title of ["One", "Two", "Three"]) toast({ title });
    toast({ title: "Four", action: { label: "Undo", onSelect: () => undone++ } });
  });
  const region = screen.getByRole("region", { name: "Notes" });
  expect(region).toHaveAttribute("aria-live", "polite");
  expect(region).not.toHaveTextContent("One");
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  expect(undone).toBe(1);
  expect(region).not.toHaveTextContent("Four");
});
