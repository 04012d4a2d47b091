/**
 * `npm run build:demo`: the shop of "paystage demo" as one file with everything that it needs, so that an installed package runs it without
 * carrying Express and its many parts.
 */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const shop = fileURLToPath(new URL('../examples/express-shop/', import.meta.url));
const outDir = fileURLToPath(new URL('../dist/demo/', import.meta.url));

await build({
  configFile: false,
  logLevel: 'error',
  root: shop,
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: `${shop}shop.js`,
    outDir,
    emptyOutDir: true,
    minify: true,
    target: 'node20',
    rollupOptions: { output: { entryFileNames: 'shop.js', codeSplitting: false } },
  },
});
// Beside the file, as the shop's own folder has it.
cpSync(`${shop}public`, `${outDir}public`, { recursive: true });
