import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { MailPreview } from "./mail-preview.tsx";

test("a mail stands in a frame that runs nothing, and can be read as plain text", async () => {
  render(<MailPreview subject="Hello" html="<style>p{}</style><p>Hello</p>" text="Hello in plain text" />);
  const frame = screen.getByTitle("Hello");
  expect(frame.getAttribute("sandbox")).toBe("allow-popups allow-popups-to-escape-sandbox");
  expect(frame.getAttribute("srcdoc")).toBe("<p>Hello</p>");
  await userEvent.click(screen.getByRole("radio", { name: "Plain text" }));
  expect(screen.getByText("Hello in plain text")).toBeVisible();
});

test("a mail that no worker has written yet says so", () => {
  render(<MailPreview subject="Hello" html={null} text={null} />);
  expect(screen.getByText(/A worker writes this mail within seconds/)).toBeVisible();
});
