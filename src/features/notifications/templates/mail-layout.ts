import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from "@react-email/components";
import { createElement, type ReactElement, type ReactNode } from "react";

/** What a mail says: one thing to do, and what surrounds it. */
export type MailText = {
  subject: string;
  heading: string;
  paragraphs: readonly string[];
  action: { label: string; link: string };
  /** Small print: how long the link works, what to do if the mail was not expected. */
  notes: readonly string[];
};

const font = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

// Clients that know dark mode take these; the others show the inline styles.
const darkStyles = `
  @media (prefers-color-scheme: dark) {
    .page, .page > table > tbody > tr > td { background: #111111 !important; }
    .sheet { background: #1b1b1b !important; border-color: #333333 !important; }
    .ink { color: #ededed !important; }
    .faint { color: #a6a6a6 !important; }
    .line { border-color: #333333 !important; }
    .action { background: #7aa2ff !important; color: #0b1020 !important; }
  }
`;

const styles = {
  page: { margin: 0, padding: "24px 12px", backgroundColor: "#f5f5f5", fontFamily: font },
  sheet: {
    maxWidth: "520px",
    padding: "28px",
    backgroundColor: "#ffffff",
    border: "1px solid #e2e2e2",
    borderRadius: "8px",
  },
  heading: { margin: "0 0 16px", fontSize: "20px", lineHeight: "28px", fontWeight: 600, color: "#171717" },
  text: { margin: "0 0 12px", fontSize: "15px", lineHeight: "23px", color: "#171717" },
  action: {
    display: "inline-block",
    padding: "11px 18px",
    borderRadius: "8px",
    backgroundColor: "#2b54c8",
    color: "#ffffff",
    fontSize: "15px",
    fontWeight: 600,
    textDecoration: "none",
  },
  line: { margin: "20px 0", borderColor: "#e2e2e2" },
  faint: {
    margin: "0 0 8px",
    fontSize: "13px",
    lineHeight: "20px",
    color: "#595959",
    wordBreak: "break-word",
  },
} as const;

/** The one look of all mail: tables and inline styles, which every client shows, and dark colours for those that can. */
export function mailLayout({ heading, paragraphs, action, notes }: MailText): ReactElement {
  const e = createElement;
  return e(
    Html,
    { lang: "en" },
    head(),
    e(
      Body,
      { className: "page", style: styles.page },
      e(Preview, null, paragraphs[0] ?? heading),
      e(
        Container,
        { className: "sheet", style: styles.sheet },
        e(Heading, { as: "h1", className: "ink", style: styles.heading }, heading),
        ...paragraphs.map((text) => paragraph(text, "text", "ink")),
        e(
          Section,
          { style: { margin: "20px 0" } },
          e(Button, { href: action.link, className: "action", style: styles.action }, action.label),
        ),
        paragraph(
          ["If the button does nothing, open this address: ", address(action.link)],
          "faint",
          "faint",
        ),
        e(Hr, { className: "line", style: styles.line }),
        ...notes.map((text) => paragraph(text, "faint", "faint")),
      ),
    ),
  );
}

function head(): ReactElement {
  const e = createElement;
  return e(
    Head,
    null,
    e("meta", { name: "color-scheme", content: "light dark" }),
    e("meta", { name: "supported-color-schemes", content: "light dark" }),
    e("style", null, darkStyles),
  );
}

function paragraph(content: ReactNode, style: "text" | "faint", className: string): ReactElement {
  const key = typeof content === "string" ? content : "address";
  return createElement(Text, { key, className, style: styles[style] }, content);
}

function address(link: string): ReactElement {
  return createElement(
    Link,
    { key: "link", href: link, className: "faint", style: { color: "#595959" } },
    link,
  );
}
