"use client";

import "./globals.css";
import PageError from "./error.tsx";

/** Stands in for the whole page, layout included, when the layout itself fails. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <PageError {...props} />
      </body>
    </html>
  );
}
