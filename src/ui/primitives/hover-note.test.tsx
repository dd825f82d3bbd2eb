import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { HoverNote } from "./hover-note.tsx";

const show = () =>
  render(
    <HoverNote label="Score 39" note="First session 0">
      39
    </HoverNote>,
  );

test("the note is shown on focus, described by it, and put away by Escape", async () => {
  const user = userEvent.setup();
  show();
  expect(screen.queryByRole("tooltip")).toBeNull();
  await user.tab();
  const note = await screen.findByRole("tooltip");
  expect(note).toHaveTextContent("First session 0");
  expect(screen.getByRole("button", { name: "Score 39" })).toHaveAccessibleDescription("First session 0");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("a press shows and hides it, and scrolling puts it away", async () => {
  const user = userEvent.setup();
  show();
  await user.pointer({ keys: "[TouchA]", target: screen.getByRole("button") });
  await screen.findByRole("tooltip");
  fireEvent.scroll(window);
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("the pointer can move onto the note", async () => {
  const user = userEvent.setup();
  show();
  await user.hover(screen.getByRole("button"));
  const note = await screen.findByRole("tooltip");
  await user.hover(note);
  expect(screen.getByRole("tooltip")).toBe(note);
});
