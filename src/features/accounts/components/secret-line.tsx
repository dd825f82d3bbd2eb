"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "#ui/primitives/button.tsx";

/** A secret or a link to copy; it can be selected by hand where the browser does not let scripts copy. */
export function SecretLine({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex items-center gap-2">
      <input
        readOnly
        aria-label={label}
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        className="h-control min-w-0 flex-1 rounded-lg border border-control bg-muted px-3 font-mono text-sm"
      />
      <Button
        onClick={() => {
          navigator.clipboard?.writeText(value).then(
            () => setCopied(true),
            () => setCopied(false),
          );
        }}
      >
        {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {copied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
