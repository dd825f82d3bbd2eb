/**
 * Who may import whom: app, worker, cli -> registry -> features, sources, channels -> db, platform -> domain.
 * Read each rule as a sentence: files at `from` may not import files at `to`.
 */
const tests = "\\.test\\.tsx?$";

/** A layer may import the listed folders of src and itself; tests may build what they test from more. */
const layer = (name, allowed, contracts = []) => ({
  name: `${name}-imports-only-what-lies-below`,
  comment: `src/${name} may import ${[name, ...allowed].map((folder) => `src/${folder}`).join(", ")}.`,
  severity: "error",
  from: { path: `^src/${name}/`, pathNot: tests },
  to: {
    path: "^src/",
    pathNot: [...[name, ...allowed].map((folder) => `^src/${folder}/`), ...contracts],
  },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    layer("domain", []),
    layer("platform", ["db", "domain"]),
    layer("db", ["platform", "domain"]),
    layer("sources", ["db", "platform", "domain"]),
    layer("channels", ["db", "platform", "domain"]),
    layer("ui", ["domain"]),
    // Features know sources and channels by their contracts alone; registry brings the two together.
    layer("features", ["ui", "db", "platform", "domain"], ["^src/(sources/source|channels/channel)\\.ts$"]),
    layer("registry", ["features", "sources", "channels", "db", "platform", "domain"]),
    layer("worker", ["registry", "features", "sources", "channels", "db", "platform", "domain"]),
    layer("cli", ["registry", "features", "sources", "channels", "db", "platform", "domain"]),
    layer("app", ["registry", "features", "ui", "platform", "domain"]),
    {
      name: "features-stand-alone",
      comment: "A feature reads another's tables, never its code; shared mathematics live in domain.",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/([^/]+)/", pathNot: "^src/features/$1/" },
    },
    {
      name: "sources-and-channels-stand-alone",
      comment: "Each source and each channel is a leaf; only the contract and what lies beside it is shared.",
      severity: "error",
      from: { path: "^src/(sources|channels)/(rails|support|files|push|email|browser)/", pathNot: tests },
      to: {
        path: "^src/$1/(rails|support|files|push|email|browser)/",
        pathNot: "^src/$1/$2/",
      },
    },
    {
      name: "queue-and-redis-in-platform-only",
      comment: "Everything else knows the queue and the cache by the interfaces in src/platform.",
      severity: "error",
      from: { pathNot: "^src/platform/" },
      to: { path: "(^|/)node_modules/(bullmq|ioredis)/" },
    },
    {
      name: "components-take-props",
      comment: "Components import types, ui, domain and their like; data come as props or through the API.",
      severity: "error",
      from: { path: "^src/features/([^/]+)/components/", pathNot: tests },
      to: {
        path: "^src/",
        pathNot: ["^src/ui/", "^src/domain/", "^src/features/$1/components/"],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "domain-is-pure",
      comment: "Domain runs anywhere: no I/O, and of packages only Zod and mathematics that we keep.",
      severity: "error",
      from: { path: "^src/domain/", pathNot: tests },
      to: {
        path: ["(^|/)node_modules/", "^(node:|fs|path|os|crypto|http|child_process)"],
        pathNot:
          "(^|/)node_modules/(zod|date-fns|@date-fns/tz|es-toolkit|pure-rand|@stdlib/[^/]+|ml-matrix)/",
      },
    },
    {
      name: "mock-source-stands-alone",
      comment: "It is one of many servers of the contract; we could not tell if it shared our code.",
      severity: "error",
      from: { path: "^mock-source/" },
      to: { path: "^(src|scripts)/" },
    },
    {
      name: "nothing-imports-the-mock-source",
      comment: "Only addresses and tokens tell which source is read.",
      severity: "error",
      from: { path: "^src/", pathNot: tests },
      to: { path: "^mock-source/" },
    },
    {
      name: "no-tests-in-the-product",
      severity: "error",
      from: { path: "^(src|mock-source)/", pathNot: tests },
      to: { path: "^test/|\\.test\\.tsx?$" },
    },
    {
      name: "no-circles",
      comment: "Types are gone when the program runs, so a circle that a type closes is none.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "everything-resolves",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json", ".css"],
    },
  },
};
