"use client";

import { useState } from "react";
import { Segmented } from "#ui/primitives/segmented.tsx";

export type MailPreviewProps = { subject: string; html: string | null; text: string | null };

/**
 * A mail as its reader sees it. It stands in a frame of its own that runs no scripts and reaches nothing of
 * this page; links open in a new tab.
 */
export function MailPreview({ subject, html, text }: MailPreviewProps) {
  const [shown, setShown] = useState<"html" | "text">("html");
  if (html === null || text === null) {
    return <p className="text-ink-muted">A worker writes this mail within seconds. Open it again then.</p>;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <Segmented
        label="Form"
        value={shown}
        onValueChange={setShown}
        options={[
          { value: "html", label: "HTML" },
          { value: "text", label: "Plain text" },
        ]}
        className="self-start"
      />
      {shown === "html" ? (
        <iframe
          title={subject}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcDoc={forPreview(html)}
          className="min-h-[480px] w-full flex-1 rounded-lg border border-line bg-surface"
        />
      ) : (
        <pre className="overflow-x-auto rounded-lg border border-line bg-surface p-4 text-sm whitespace-pre-wrap">
          {text}
        </pre>
      )}
    </div>
  );
}

// The page's policy lets no style element through; without it the mail shows its inline styles.
function forPreview(html: string): string {
  return html.replaceAll(/<style>[\s\S]*?<\/style>/g, "");
}
