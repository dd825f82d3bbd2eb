import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { SavedView } from "../schemas.ts";
import { ViewForm, type ViewFormProps } from "./view-form.tsx";
import { ViewsMenu, type ViewsMenuProps } from "./views-menu.tsx";
import { whichView } from "./which-view.ts";

const view = (changes: Partial<SavedView> = {}): SavedView => ({
  id: 1,
  page: "customers",
  name: "Mine and critical",
  query: "?tier=critical&owner=me",
  address: "/customers?tier=critical&owner=me&saved=1",
  isShared: false,
  isMine: true,
  ownerName: "Olga Operator",
  isFirst: false,
  updatedAt: "2026-03-02T12:00:00.000Z",
  ...changes,
});
const beas = view({ id: 2, name: "Beas", query: "?owner=nobody", isMine: false, ownerName: "Bea Operator" });

async function open(changes: Partial<ViewsMenuProps> = {}) {
  const props: ViewsMenuProps = {
    views: [view(), beas],
    shown: null,
    isStandard: true,
    pageName: "Customers",
    canShare: true,
    onOpen: vi.fn<ViewsMenuProps["onOpen"]>(),
    onSave: vi.fn<ViewsMenuProps["onSave"]>(),
    onUpdate: vi.fn<ViewsMenuProps["onUpdate"]>(),
    onRename: vi.fn<ViewsMenuProps["onRename"]>(),
    onShare: vi.fn<ViewsMenuProps["onShare"]>(),
    onFirst: vi.fn<ViewsMenuProps["onFirst"]>(),
    onDelete: vi.fn<ViewsMenuProps["onDelete"]>(),
    ...changes,
  };
  render(<ViewsMenu {...props} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole("button", { name: /^Views?(:|$)/ }));
  return { props, user };
}

describe("which view is on", () => {
  const views = [view(), beas];

  test("the one that was opened, changed or not; else the one that shows the same", () => {
    expect(whichView(views, { query: beas.query, saved: 2 })).toEqual({ view: beas, isChanged: false });
    expect(whichView(views, { query: "?sort=name", saved: 2 })).toEqual({ view: beas, isChanged: true });
    expect(whichView(views, { query: beas.query, saved: null })).toEqual({ view: beas, isChanged: false });
    expect(whichView(views, { query: beas.query, saved: 99 })).toEqual({ view: beas, isChanged: false });
    expect(whichView(views, { query: "?sort=name", saved: 99 })).toBeNull();
  });
});

describe("the menu of views", () => {
  test("has one's own and those of colleagues with their owner, and opens one", async () => {
    const { props, user } = await open();
    expect(screen.getByRole("menuitemcheckbox", { name: "Standard view" })).toBeChecked();
    expect(screen.queryByRole("menuitem", { name: "Delete…" })).toBeNull();
    await user.click(screen.getByRole("menuitemcheckbox", { name: /Beas Bea Operator/ }));
    expect(props.onOpen).toHaveBeenCalledWith(beas);
  });

  test("says which is on and whether it was changed, and updates it", async () => {
    const { props, user } = await open({ shown: { view: view(), isChanged: true } });
    expect(
      screen.getByRole("button", { name: "View: Mine and critical, changed", hidden: true }),
    ).toBeVisible();
    expect(screen.getByRole("menuitemcheckbox", { name: /Mine and critical/ })).toBeChecked();
    await user.click(screen.getByRole("menuitem", { name: "Update “Mine and critical”" }));
    expect(props.onUpdate).toHaveBeenCalledWith(view());
  });

  test("shares, opens the page with it, renames and deletes by keyboard", async () => {
    const { props, user } = await open({ shown: { view: view({ isShared: true }), isChanged: false } });
    expect(screen.queryByRole("menuitem", { name: /^Update/ })).toBeNull();
    await user.click(screen.getByRole("menuitemcheckbox", { name: "Share with colleagues" }));
    expect(props.onShare).toHaveBeenCalledWith(expect.objectContaining({ id: 1 }), false);
    const menu = screen.getByRole("button", { name: /^Views?(:|$)/ });
    menu.focus();
    await user.keyboard("{Enter}");
    await user.click(screen.getByRole("menuitemcheckbox", { name: "Open Customers with this view" }));
    expect(props.onFirst).toHaveBeenCalledWith(expect.objectContaining({ id: 1 }), true);
    menu.focus();
    await user.keyboard("{Enter}{End}{Enter}");
    expect(props.onDelete).toHaveBeenCalledWith(expect.objectContaining({ id: 1 }));
  });

  test("offers nothing that is not allowed: a colleague's view, a reader who may not share", async () => {
    await open({ shown: { view: beas, isChanged: true }, canShare: false });
    for (const name of [/^Update/, "Rename…", "Delete…"])
      expect(screen.queryByRole("menuitem", { name })).toBeNull();
    expect(screen.queryByRole("menuitemcheckbox", { name: "Share with colleagues" })).toBeNull();
    expect(screen.getByRole("menuitemcheckbox", { name: "Open Customers with this view" })).toBeVisible();
  });
});

test("the form says what the server refused", async () => {
  const user = userEvent.setup();
  const onSubmit = vi.fn<ViewFormProps["onSubmit"]>().mockResolvedValue("You have a view named “A” already.");
  const first = { name: "", isShared: false };
  render(<ViewForm first={first} asksShared longestName={80} submit="Save view" onSubmit={onSubmit} />);
  await user.type(screen.getByLabelText(/Name/), " A ");
  await user.click(screen.getByRole("checkbox", { name: "Share with colleagues" }));
  await user.click(screen.getByRole("button", { name: "Save view" }));
  expect(onSubmit).toHaveBeenCalledWith({ name: "A", isShared: true });
  expect(await screen.findByText("You have a view named “A” already.")).toBeVisible();
});
