import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type Koa from 'koa';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
};

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Paystage</title>
<h1>The page is not built yet</h1><p>Run <code>npm run build</code> and reload. The APIs, checkout pages and webhooks work without it.</p>`;

/**
 * Serves the built page from a closed list of names made at start: what is not in the list does not exist, so there is no path to
 * traverse. Links inside the folder are left out.
 */
export function createUiFiles(folder: string): Koa.Middleware {
  const files = listFiles(folder);
  const cache = new Map<string, Buffer>();
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    const name = ctx.path === '/' ? '/index.html' : ctx.path;
    const file = files.get(name);
    if (!file) {
      if (ctx.path !== '/') return next();
      ctx.type = 'html';
      ctx.body = NOT_BUILT;
      return;
    }
    const bytes = cache.get(name) ?? readFileSync(file);
    cache.set(name, bytes);
    ctx.set('Content-Type', TYPES[extname(file)] ?? 'application/octet-stream');
    // Built names carry a hash of their content, so they never change; the page that names them does.
    ctx.set('Cache-Control', name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
    ctx.body = bytes;
  };
}

function listFiles(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${file.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')}`, file);
  }
  return files;
}
