"use client";

import { useState } from "react";
import { ViewForm } from "#features/saved-views/components/view-form.tsx";
import { ViewsMenu } from "#features/saved-views/components/views-menu.tsx";
import { whichView } from "#features/saved-views/components/which-view.ts";
import type { SavedView } from "#features/saved-views/schemas.ts";
import type { ViewPage } from "#features/saved-views/view-pages.ts";
import { longestName } from "#features/saved-views/weights.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Dialog, DialogContent } from "#ui/primitives/dialog.tsx";
import { useViews } from "./use-views.ts";

/** What a page knows of its views. */
export type PageViewsData = { initial: SavedView[]; canShare: boolean };

export type PageViewsProps = PageViewsData & {
  page: ViewPage;
  pageName: string;
  /** What the page shows, as a view of it would be kept. */
  query: string;
  saved: number | null;
  /** Shows what a view shows; null: the page as it is without one. */
  onOpen: (view: Pick<SavedView, "id" | "query"> | null) => void;
  now: string;
};

type Asking = { what: "save" } | { what: "rename" | "delete"; view: SavedView } | null;

/** The menu of views beside a page's filters, and the dialogs that it opens. */
export function PageViews(props: PageViewsProps) {
  const { page, pageName, query, saved, canShare, onOpen } = props;
  const [asking, setAsking] = useState<Asking>(null);
  const views = useViews(page, props.initial, props.now);
  const shown = whichView(views.views, { query, saved });
  const close = () => setAsking(null);
  const closeUnless = (fault: string | null) => {
    if (fault === null) close();
    return fault;
  };
  return (
    <>
      <ViewsMenu
        views={views.views}
        shown={shown}
        isStandard={shown === null && query === ""}
        pageName={pageName}
        canShare={canShare}
        onOpen={onOpen}
        onSave={() => setAsking({ what: "save" })}
        onUpdate={({ id }) => void views.update(id, query)}
        onRename={(view) => setAsking({ what: "rename", view })}
        onShare={({ id }, isShared) => void views.share(id, isShared)}
        onFirst={({ id }, isFirst) => void views.first(isFirst ? id : null)}
        onDelete={(view) => setAsking({ what: "delete", view })}
      />
      <Dialog open={asking !== null} onOpenChange={(open) => !open && close()}>
        {asking?.what === "save" ? (
          <DialogContent title="Save this view" description="Filters and order are kept under a name.">
            <ViewForm
              first={{ name: "", isShared: false }}
              asksShared={canShare}
              longestName={longestName}
              submit="Save view"
              onSubmit={async (view) => closeUnless(await views.save({ ...view, query }, onOpen))}
            />
          </DialogContent>
        ) : null}
        {asking?.what === "rename" ? (
          <DialogContent title="Rename the view">
            <ViewForm
              first={asking.view}
              asksShared={false}
              longestName={longestName}
              submit="Rename"
              onSubmit={async ({ name }) => closeUnless(await views.rename(asking.view.id, name))}
            />
          </DialogContent>
        ) : null}
        {asking?.what === "delete" ? (
          <DialogContent
            title={`Delete “${asking.view.name}”`}
            description={
              asking.view.isShared
                ? "Colleagues who use this view lose it too. What it shows stays where it is."
                : "What it shows stays where it is."
            }
            footer={
              <>
                <Button onClick={close}>Keep it</Button>
                <Button
                  variant="danger"
                  onClick={() => {
                    close();
                    void views.remove(asking.view.id);
                  }}
                >
                  Delete view
                </Button>
              </>
            }
          />
        ) : null}
      </Dialog>
    </>
  );
}
