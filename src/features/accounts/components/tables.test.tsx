import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { ApiToken, AuditEntry, Browser, Invitation, User } from "../schemas.ts";
import { AuditTable, actionText } from "./audit-table.tsx";
import { BrowsersList, type BrowsersListProps } from "./browsers-list.tsx";
import { describeBrowser } from "./describe-browser.ts";
import { InvitationsTable, type InvitationsTableProps } from "./invitations-table.tsx";
import { TokensTable } from "./tokens-table.tsx";
import { UserEditor, type UserEditorProps } from "./user-editor.tsx";
import { limitsText, UsersTable } from "./users-table.tsx";

const nothing = () => undefined;

const user: User = {
  id: "u1",
  name: "Nina",
  email: "nina@example.com",
  role: "operator",
  timezone: "UTC",
  disabledAt: null,
  createdAt: "2026-05-01T10:00:00.000Z",
  lastSignInAt: "2026-05-02T10:00:00.000Z",
  customerIds: [],
  subjectCodes: [],
};

/** The table; the cards for phones say the same beside it, since jsdom applies no styles. */
const table = () => within(screen.getByRole("table"));

test("users show role, access and what they see", () => {
  render(
    <UsersTable
      users={[user, { ...user, id: "u2", disabledAt: user.createdAt, customerIds: [1, 2] }]}
      timezone="UTC"
    />,
  );
  expect(table().getAllByText("Operator")).toHaveLength(2);
  expect(table().getByText("Disabled")).toBeVisible();
  expect(table().getByText("2 customers")).toBeVisible();
  expect(table().getAllByText("2 May 2026, 10:00")).toHaveLength(2);
});

test("limits are said in words", () => {
  expect(limitsText({ customerIds: [], subjectCodes: [] })).toBe("All");
  expect(limitsText({ customerIds: [4], subjectCodes: ["math", "art"] })).toBe("1 customer, 2 subjects");
});

test("the editor takes customer numbers however they are separated, and refuses what is none", async () => {
  const onSave = vi.fn<UserEditorProps["onSave"]>(async () => null);
  render(<UserEditor user={user} isOwn={false} onSave={onSave} onSignOut={nothing} onDisable={nothing} />);
  await userEvent.type(screen.getByLabelText("Customers"), "12, x");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(screen.getByText("Write customer numbers, such as 17 or 2041.")).toBeVisible();
  await userEvent.clear(screen.getByLabelText("Customers"));
  await userEvent.type(screen.getByLabelText("Customers"), "12; 17 2041");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  expect(onSave).toHaveBeenCalledWith({ role: "operator", customerIds: [12, 17, 2041], subjectCodes: [] });
});

test("nobody disables the own account", () => {
  render(<UserEditor user={user} isOwn onSave={async () => null} onSignOut={nothing} onDisable={nothing} />);
  expect(screen.getByRole("button", { name: "Disable" })).toBeDisabled();
});

test("only open and expired invitations can be sent again or withdrawn", async () => {
  const invitation: Invitation = {
    id: 1,
    email: "a@example.com",
    role: "viewer",
    invitedBy: "Ada",
    sentAt: user.createdAt,
    expiresAt: user.createdAt,
    state: "expired",
  };
  const onResend = vi.fn<InvitationsTableProps["onResend"]>();
  const rows = [invitation, { ...invitation, id: 2, state: "accepted" as const }];
  render(<InvitationsTable invitations={rows} timezone="UTC" onResend={onResend} onRevoke={nothing} />);
  await userEvent.click(table().getByRole("button", { name: "Send again" }));
  expect(onResend).toHaveBeenCalledWith(invitation);
});

test("a token that ended cannot be revoked", () => {
  const token: ApiToken = {
    id: 1,
    name: "export",
    prefix: "ops_abcdef",
    role: "viewer",
    createdBy: null,
    createdAt: user.createdAt,
    expiresAt: "2026-06-01T00:00:00.000Z",
    lastUsedAt: null,
    revokedAt: null,
  };
  const show = (now: string) => <TokensTable tokens={[token]} timezone="UTC" now={now} onRevoke={nothing} />;
  const { rerender } = render(show("2026-05-10T00:00:00.000Z"));
  expect(table().getByText("Works")).toBeVisible();
  expect(table().getByRole("button", { name: "Revoke" })).toBeVisible();
  expect(table().getByText("Never")).toBeVisible();
  rerender(show("2026-06-02T00:00:00.000Z"));
  expect(table().getByText("Ended")).toBeVisible();
  expect(table().queryByRole("button", { name: "Revoke" })).toBeNull();
});

test("the audit log reads as sentences", () => {
  const entry: AuditEntry = {
    id: 1,
    at: "2026-05-01T10:00:05.000Z",
    actor: "Ada",
    actorKind: "user",
    action: "user.role_changed",
    entity: "user",
    entityId: "u1",
    details: { from: "viewer", to: "admin" },
    requestId: null,
  };
  render(<AuditTable entries={[entry]} timezone="UTC" />);
  expect(table().getByText("User: role changed")).toBeVisible();
  expect(table().getByText("from: viewer, to: admin")).toBeVisible();
  expect(actionText("api_token.created")).toBe("Api token: created");
});

test("browsers are named as people know them; the one in use has no button", async () => {
  const browser: Browser = {
    id: "b1",
    userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36",
    ipAddress: "203.0.113.7",
    createdAt: user.createdAt,
    expiresAt: user.createdAt,
    isCurrent: true,
  };
  const local = {
    ...browser,
    id: "b2",
    isCurrent: false,
    ipAddress: "0000:0000:0000:0000:0000:0000:0000:0000",
  };
  const onSignOut = vi.fn<BrowsersListProps["onSignOut"]>();
  render(<BrowsersList browsers={[browser, local]} timezone="UTC" onSignOut={onSignOut} />);
  expect(screen.getByText("This browser")).toBeVisible();
  expect(screen.getByText("Signed in 1 May 2026, 10:00 from 203.0.113.7")).toBeVisible();
  expect(screen.getByText("Signed in 1 May 2026, 10:00")).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Sign out Chrome on Linux" }));
  expect(onSignOut).toHaveBeenCalledWith(local);
});

test.each([
  [null, "Unknown browser"],
  ["curl/8.0", "Another browser"],
  [
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
    "Edge on Windows",
  ],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1", "Safari on iOS"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox on macOS"],
])("%s is %s", (userAgent, name) => {
  expect(describeBrowser(userAgent)).toBe(name);
});
