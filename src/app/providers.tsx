"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ThemeProvider } from "next-themes";
import { type ReactNode, useState } from "react";
import { setPageNonce } from "#ui/page-nonce.ts";
import { Toaster } from "#ui/primitives/toaster.tsx";

const freshForMs = 30_000;

/** The first view comes with its data and later changes over the live stream, so nothing is fetched again on focus. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: freshForMs, refetchOnWindowFocus: false, retry: 1 } },
  });
}

export function Providers({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  // Dialogs put a style element into the page to hold the scroll; the policy asks for its nonce.
  if (nonce) setPageNonce(nonce);
  return (
    <ThemeProvider
      attribute="data-theme"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      {...(nonce ? { nonce } : {})}
    >
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      <Toaster />
    </ThemeProvider>
  );
}
