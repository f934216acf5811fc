// Builds client code and styles into dist/, each file named by its content, and writes manifest.json, by which the
// server finds them. `node build.mjs --watch` builds again on every change.
import * as esbuild from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

const dist = "dist";
const serif = "node_modules/@fontsource-variable/source-serif-4";
/** By these names the server asks for what was built. */
const names = {
  "src/app.ts": "app.js",
  "src/answer.ts": "answer.js",
  "src/style/app.css": "app.css",
  "src/style/answer.css": "answer.css",
};

const options = {
  entryPoints: {
    app: "src/app.ts",
    answer: "src/answer.ts",
    style: "src/style/app.css",
    "answer-style": "src/style/answer.css",
  },
  outdir: dist,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  minify: true,
  metafile: true,
  logLevel: "warning",
  legalComments: "linked",
  plugins: [{ name: "manifest", setup: (build) => build.onEnd(writeManifest) }],
};

async function writeManifest(result) {
  if (!result.metafile) return;
  const manifest = {};
  const kept = new Set(["manifest.json"]);
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    kept.add(path.basename(file));
    const name = names[output.entryPoint];
    if (name) manifest[name] = path.basename(file);
  }
  const icon = await readFile("src/icon.svg");
  const name = `icon-${createHash("sha256").update(icon).digest("hex").slice(0, 8)}.svg`;
  await writeFile(path.join(dist, name), icon);
  manifest["icon.svg"] = name;
  kept.add(name);
  // The licence of the typeface asks that it goes wherever the typeface goes.
  await writeFile(path.join(dist, "source-serif-licence.txt"), await readFile(`${serif}/LICENSE`));
  kept.add("source-serif-licence.txt");
  for (const file of await readdir(dist)) {
    if (!kept.has(file)) await rm(path.join(dist, file));
  }
  await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

await mkdir(dist, { recursive: true });
if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}
