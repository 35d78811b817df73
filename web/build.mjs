// Builds source/ into ../api/assets: files with hashed names, and manifest.json, which has each name
// by its plain one. The server reads the manifest when it starts.
import { build } from "esbuild";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const TARGET = fileURLToPath(new URL("../api/assets", import.meta.url));
const PAGES = { explorer: "source/explorer.jsx", reference: "source/reference.js" };
const WORKERS = {
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
};
const SHARED = {
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: "eof",
  logLevel: "warning",
  outdir: TARGET,
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
};

await rm(TARGET, { recursive: true, force: true });
await mkdir(TARGET, { recursive: true });

// The workers come first: the explorer has their hashed names in it.
const workers = await build({ ...SHARED, entryPoints: WORKERS, format: "iife" });
const pages = await build({
  ...SHARED,
  entryPoints: PAGES,
  format: "esm",
  splitting: true,
  jsx: "automatic",
  loader: { ".ttf": "file" },
  define: { ...SHARED.define, WORKERS: JSON.stringify(outputs(workers, WORKERS)) },
});
const manifest = outputs(pages, PAGES);
await writeFile(path.join(TARGET, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);

/** Gives {plain name: hashed name} of what was made of the entry points, their styles included. */
function outputs({ metafile }, entries) {
  const found = {};
  for (const [file, { entryPoint, cssBundle }] of Object.entries(metafile.outputs)) {
    const entry = Object.keys(entries).find((name) => entryPoint?.endsWith(entries[name]));
    if (!entry) continue;
    found[`${entry}.js`] = path.basename(file);
    if (cssBundle) found[`${entry}.css`] = path.basename(cssBundle);
  }
  return found;
}
