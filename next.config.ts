import bundleAnalyzer from "@next/bundle-analyzer";
import type { NextConfig } from "next";
import { staticSecurityHeaders } from "./src/platform/security-headers.ts";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  // Trials and end-to-end runs build beside the build that serves.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // Type errors are found by `npm run check`; the build need not look twice.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "bullmq", "ioredis", "pino", "pino-pretty", "kysely", "better-auth"],
  experimental: { optimizePackageImports: ["lucide-react", "date-fns", "es-toolkit"] },
  headers: async () => [{ source: "/:path*", headers: [...staticSecurityHeaders] }],
};

export default bundleAnalyzer({ enabled: process.env.ANALYZE === "1", openAnalyzer: false })(config);
