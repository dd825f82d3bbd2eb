import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AppShell, type AppShellProps } from "./app-shell.tsx";

const push = vi.fn<(href: string) => void>();
vi.mock("next/navigation", () => ({ usePathname: () => "/customers/c-1", useRouter: () => ({ push }) }));

beforeAll(() => {
  // jsdom lays nothing out: what the palette's list measures and scrolls is missing there.
  globalThis.ResizeObserver = class {
    observe() {
      return undefined;
    }
    unobserve() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  };
  Element.prototype.scrollIntoView = () => undefined;
});

beforeEach(() => push.mockClear());

const signOut = vi.fn<() => void>();
const found = [
  { heading: "Customers", items: [{ id: "c-7", label: "Maria Fernández", href: "/customers/c-7" }] },
];

function show(search: NonNullable<AppShellProps["palette"]["search"]> = async () => found) {
  render(
    <AppShell
      productName="Operations"
      navigation={[
        { href: "/", label: "Overview", icon: null, keys: "g o" },
        { href: "/customers", label: "Customers", icon: null, keys: "g c" },
        {
          href: "/alerts",
          label: "Alerts",
          icon: null,
          count: { value: 3, label: "critical alerts", status: "critical" },
        },
      ]}
      account={{
        user: { name: "Ada Lovelace", email: "ada@example.com", role: "Lead" },
        items: [],
        onSignOut: signOut,
      }}
      live={null}
      palette={{
        commands: [{ heading: "Pages", items: [{ id: "o", label: "Overview", href: "/" }] }],
        search,
      }}
    >
      <input aria-label="A field" />
    </AppShell>,
  );
}

describe("AppShell", () => {
  it("marks the open page and leads past the navigation", () => {
    show();
    const main = screen.getAllByRole("navigation", { name: "Main" })[0]!;
    expect(within(main).getByRole("link", { current: "page" })).toHaveAccessibleName("Customers");
    expect(within(main).getByRole("link", { name: "Alerts, 3 critical alerts" })).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Skip to content" })).toHaveAttribute("href", "#content");
  });

  it("goes to a page by two keys, but not while someone types", async () => {
    show();
    await userEvent.keyboard("go");
    expect(push).toHaveBeenCalledWith("/");
    push.mockClear();
    await userEvent.type(screen.getByRole("textbox"), "go");
    expect(push).not.toHaveBeenCalled();
  });

  it("finds a record in the palette by keyboard alone", async () => {
    show();
    await userEvent.keyboard("{Control>}k{/Control}");
    await userEvent.type(await screen.findByRole("combobox"), "mari");
    expect(await screen.findByRole("option", { name: "Maria Fernández" })).toHaveAttribute(
      "aria-selected",
      "true",
    );
    await userEvent.keyboard("{Enter}");
    expect(push).toHaveBeenCalledWith("/customers/c-7");
    expect(screen.queryByRole("combobox")).not.toBeInTheDocument();
  });

  it("says so when the search does not answer, and keeps the pages", async () => {
    show(() => Promise.reject(new Error("no answer")));
    await userEvent.keyboard("/");
    await userEvent.type(await screen.findByRole("combobox"), "over");
    expect(await screen.findByText(/The search did not answer/)).toBeInTheDocument();
    expect(screen.getByRole("option", { name: "Overview" })).toBeInTheDocument();
  });

  it("lists the shortcuts", async () => {
    show();
    await userEvent.keyboard("?");
    expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toHaveTextContent(
      "Search or jump to anything",
    );
  });

  it("opens the account menu and signs out", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: "Account of Ada Lovelace" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Sign out" }));
    expect(signOut).toHaveBeenCalledOnce();
  });

  it("folds the side bar and keeps that for the next visit", async () => {
    show();
    await userEvent.click(screen.getByRole("button", { name: "Fold side bar" }));
    expect(screen.getByRole("button", { name: "Unfold side bar" })).toBeInTheDocument();
    expect(document.cookie).toContain("side-bar-folded=1");
  });
});
