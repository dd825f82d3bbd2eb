import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "@hono/zod-openapi";
import { AppError } from "#platform/errors.ts";
import { createApi, defineRoute } from "#platform/http/route.ts";

const contentTypes = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
} as const;

const shared = {
  method: "get" as const,
  tags: ["documentation"],
  role: "viewer" as const,
  limit: "read" as const,
  hide: true,
};
const page = { 200: { description: "A page or file" } } as const;

const docsRoute = defineRoute({
  ...shared,
  path: "/docs",
  summary: "A page to try the API",
  responses: page,
});
const startRoute = defineRoute({
  ...shared,
  path: "/docs/start.js",
  summary: "Starts the page",
  responses: page,
});
const fileRoute = defineRoute({
  ...shared,
  path: "/docs/{file}",
  summary: "A file of the page",
  request: { params: z.object({ file: z.string() }) },
  responses: page,
});

// Swagger UI sets style attributes and adds one style element; it runs no inline script.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Operations</title><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="api"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>`;

const start = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", deepLinking: true });`;

/** /api/docs: the OpenAPI text as a page on which to try it, from the files of the package, with nothing from elsewhere. */
export const docsApi = createApi()
  .openapi(docsRoute, (c) => c.html(html, 200, { "content-security-policy": policy }))
  .openapi(startRoute, (c) => c.body(start, 200, { "content-type": "text/javascript; charset=utf-8" }))
  .openapi(fileRoute, async (c) => {
    const { file } = c.req.valid("param");
    if (!Object.hasOwn(contentTypes, file)) throw new AppError("not_found", "There is no such file.");
    const known = file as keyof typeof contentTypes;
    const text = await readFile(path.join(process.cwd(), "node_modules/swagger-ui-dist", known), "utf8");
    const headers = { "content-type": contentTypes[known], "cache-control": "private, max-age=86400" };
    return c.body(text, 200, headers);
  });
