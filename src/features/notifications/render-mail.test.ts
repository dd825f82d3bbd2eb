import { expect, test } from "vitest";
import { renderMail } from "./render-mail.ts";

const invitation = {
  link: "https://ops.example.com/invitation/abc",
  role: "operator",
  invitedBy: "Ana <script>alert(1)</script>",
  expiresAt: "2026-05-08T09:30:00.000Z",
};

test("HTML is made of tables and inline styles, with dark colours and what was typed made harmless", async () => {
  const { html } = await renderMail("invitation", invitation);
  expect(html).toContain("<table");
  expect(html).toContain('style="');
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).toContain('name="color-scheme" content="light dark"');
  expect(html).toContain('href="https://ops.example.com/invitation/abc"');
  expect(html).not.toContain("<script>");
});

test("plain text says the same, with the link on a line of its own", async () => {
  const { subject, text } = await renderMail("password-reset", {
    link: "https://ops.example.com/reset-password?token=abc",
    name: "Ben",
    expiresInMinutes: 60,
  });
  expect(subject).toBe("Choose another password");
  expect(text).toContain("Ben, somebody asked for another password");
  expect(text.split("\n")).toContain("https://ops.example.com/reset-password?token=abc");
  expect(text).toContain("for 60 minutes");
});

test("an invitation says until when it works", async () => {
  const { text } = await renderMail("invitation", invitation);
  expect(text).toContain("until 2026-05-08 09:30 UTC");
});
