// Puts the command line with everything it needs into a few files: Node opens and compiles three of them at a start instead of seven
// hundred, which takes a third of the time.
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = path.join(root, 'dist/server') + path.sep;
const bundle = path.join(root, 'dist/bundle');
const NO_TABLE = '\0no-table';
const UNDICI_PARTS = '\0undici-parts';

/** Modules that look for files beside them go on looking where they were compiled to. */
const keepOwnPlace = {
  name: 'keep-own-place',
  transform(code, id) {
    if (!id.startsWith(server) || !code.includes('import.meta.url')) return null;
    const place = path.relative(bundle, id).split(path.sep).join('/');
    return { code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(place)}, import.meta.url)`), map: null };
  },
};

/** A start needs one class of undici, which is a tenth of it; the rest is loaded by whoever makes a request with it. */
const splitUndici = {
  name: 'split-undici',
  enforce: 'pre',
  resolveId(id, importer) {
    return id === 'undici' && importer?.startsWith(server) ? UNDICI_PARTS : null;
  },
  load(id) {
    if (id !== UNDICI_PARTS) return null;
    return [
      `export { default as Client } from ${JSON.stringify(path.join(root, 'node_modules/undici/lib/dispatcher/client.js'))};`,
      `export const request = async (...given) => (await import('undici')).request(...given);`,
    ].join('\n');
  },
};

/** Bodies are taken in UTF-8 only, so the tables of East Asian encodings, half of what a start would read, are never asked for. */
const leaveOutTables = {
  name: 'leave-out-tables',
  enforce: 'pre',
  resolveId: (id, importer) => (/\/tables\/[\w-]+\.json$/.test(id) && importer?.includes('/iconv-lite/') ? NO_TABLE : null),
  load: (id) => (id === NO_TABLE ? 'module.exports = [];' : null),
};

/** One letter beyond Latin-1 makes Node keep the whole file with two bytes for each letter. */
const writeAscii = {
  name: 'write-ascii',
  generateBundle(_options, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  plugins: [keepOwnPlace, splitUndici, leaveOutTables, writeAscii],
  ssr: { noExternal: true, target: 'node' },
  // A text that is parsed when it is asked for costs less than an object that is compiled.
  json: { stringify: true },
  // Two packages bring a list of media types each; the newer one holds the older one.
  resolve: { alias: { 'mime-db': path.join(root, 'node_modules/mime-db') } },
  build: {
    // What programs import, and the command line; they share what both need.
    ssr: true,
    outDir: bundle,
    emptyOutDir: true,
    target: 'node20',
    minify: true,
    // Whose work is in it, on what terms.
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      input: { main: path.join(server, 'cli/main.js'), index: path.join(server, 'index.js') },
      // Modules of ours do nothing when they are imported.
      treeshake: { moduleSideEffects: (id) => !id.startsWith(server) || id.endsWith('cli/main.js') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});
chmodSync(path.join(bundle, 'main.js'), 0o755);
