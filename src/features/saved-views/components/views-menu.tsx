"use client";

import { Bookmark } from "lucide-react";
import { Button } from "#ui/primitives/button.tsx";
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "#ui/primitives/menu.tsx";
import type { SavedView } from "../schemas.ts";
import type { ShownView } from "./which-view.ts";

export type ViewsMenuProps = {
  views: readonly SavedView[];
  shown: ShownView | null;
  /** Whether the page shows what it shows without a view. */
  isStandard: boolean;
  /** As in "Open Customers with this view". */
  pageName: string;
  /** Whether the reader may share views. */
  canShare: boolean;
  /** Null: the page as it is without a view. */
  onOpen: (view: SavedView | null) => void;
  onSave: () => void;
  onUpdate: (view: SavedView) => void;
  onRename: (view: SavedView) => void;
  onShare: (view: SavedView, isShared: boolean) => void;
  onFirst: (view: SavedView, isFirst: boolean) => void;
  onDelete: (view: SavedView) => void;
};

/** One's own views and those of colleagues, which of them is on, and what can be done with it. */
export function ViewsMenu(props: ViewsMenuProps) {
  const { views, shown, onOpen, onSave } = props;
  const mine = views.filter(({ isMine }) => isMine);
  const shared = views.filter(({ isMine }) => !isMine);
  const label = shown ? `View: ${shown.view.name}${shown.isChanged ? ", changed" : ""}` : "Views";
  return (
    <Menu>
      <MenuTrigger asChild>
        <Button aria-label={label} className="max-w-56">
          <Bookmark aria-hidden className={shown ? "fill-current" : ""} />
          <span className="truncate">{shown ? shown.view.name : "Views"}</span>
          {shown?.isChanged ? <span className="font-normal text-ink-muted text-sm">changed</span> : null}
        </Button>
      </MenuTrigger>
      <MenuContent align="end" className="max-w-80">
        <MenuCheckboxItem checked={props.isStandard} onSelect={() => onOpen(null)}>
          Standard view
        </MenuCheckboxItem>
        <Views heading="Your views" views={mine} shown={shown} onOpen={onOpen} />
        <Views heading="Shared by colleagues" views={shared} shown={shown} onOpen={onOpen} />
        <MenuSeparator />
        <MenuItem onSelect={onSave}>Save this view…</MenuItem>
        {shown ? <AboutShown {...props} shown={shown} /> : null}
      </MenuContent>
    </Menu>
  );
}

type ViewsProps = Pick<ViewsMenuProps, "views" | "shown" | "onOpen"> & { heading: string };

function Views({ heading, views, shown, onOpen }: ViewsProps) {
  if (views.length === 0) return null;
  return (
    <>
      <MenuLabel>{heading}</MenuLabel>
      {views.map((view) => (
        <MenuCheckboxItem key={view.id} checked={shown?.view.id === view.id} onSelect={() => onOpen(view)}>
          <span className="min-w-0 flex-1 truncate">{view.name}</span>{" "}
          <span className="shrink-0 text-ink-muted text-xs">{factsOf(view)}</span>
        </MenuCheckboxItem>
      ))}
    </>
  );
}

function factsOf({ isMine, isShared, isFirst, ownerName }: SavedView): string {
  const facts = [isMine ? (isShared ? "shared" : null) : ownerName, isFirst ? "opens first" : null];
  return facts.filter(Boolean).join(", ");
}

function AboutShown(props: ViewsMenuProps & { shown: ShownView }) {
  const { pageName, canShare } = props;
  const { view, isChanged } = props.shown;
  return (
    <>
      {view.isMine && isChanged ? (
        <MenuItem onSelect={() => props.onUpdate(view)}>
          <span className="truncate">Update “{view.name}”</span>
        </MenuItem>
      ) : null}
      <MenuSeparator />
      <MenuCheckboxItem checked={view.isFirst} onSelect={() => props.onFirst(view, !view.isFirst)}>
        Open {pageName} with this view
      </MenuCheckboxItem>
      {view.isMine && canShare ? (
        <MenuCheckboxItem checked={view.isShared} onSelect={() => props.onShare(view, !view.isShared)}>
          Share with colleagues
        </MenuCheckboxItem>
      ) : null}
      {view.isMine ? (
        <>
          <MenuItem onSelect={() => props.onRename(view)}>Rename…</MenuItem>
          <MenuItem danger onSelect={() => props.onDelete(view)}>
            Delete…
          </MenuItem>
        </>
      ) : null}
    </>
  );
}
