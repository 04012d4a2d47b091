import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { diagnose, type Harness } from '../../server/index.js';
import type { Framework } from '../../server/providers/diagnosis.js';
import { findSnippets } from '../../server/providers/securepayapi/diagnosis/snippets.js';
import { startHarness } from '../support/harness.js';
import { listenOnLoopback } from '../support/listen-on-loopback.js';

const SECRET = 'sp_secret_Kq7w2N5xT8bV1mZ4cR6yE3uJ9aHdGfLs';
const folder = mkdtempSync(join(tmpdir(), 'paystage-snippets-'));
let harness: Harness;

beforeAll(async () => {
  symlinkSync(fileURLToPath(new URL('../../node_modules', import.meta.url)), join(folder, 'node_modules'));
  vi.stubEnv('SECUREPAYAPI_SECRET_KEY', SECRET);
  harness = await startHarness();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await harness.close();
  rmSync(folder, { recursive: true });
});

interface Snippet {
  // Each framework's own; all of them can make a listener.
  app: RequestListener & { callback?(): RequestListener; ready?(): Promise<void>; routing?: RequestListener };
  POST(request: Request): Promise<Response>;
}

async function toListener(framework: Framework, { app, POST }: Snippet): Promise<RequestListener> {
  if (framework === 'koa') return app.callback?.() ?? app;
  if (framework === 'fastify') {
    await app.ready?.();
    return (request, response) => app.routing?.(request, response);
  }
  if (framework === 'express') return app;
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const asked = new Request('http://localhost/webhooks', { method: 'POST', headers, body: Buffer.concat(chunks) });
      void POST(asked).then(({ status }) => response.writeHead(status).end());
    });
  };
}

test.each(['express', 'fastify', 'koa', 'next'] as const)(
  'what is printed as the fix for %s verifies as it should',
  async (framework) => {
    const file = join(folder, `${framework}.mjs`);
    writeFileSync(file, findSnippets('reserialised-body')?.[framework] ?? '');
    const snippet = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Snippet;
    const app = await listenOnLoopback(createServer(await toListener(framework, snippet)));
    const { diagnosis } = await diagnose(harness.stage, 'securepayapi', { endpoint: `${app.url}/webhooks`, secret: SECRET });
    expect(diagnosis).toMatchObject({ isRight: true, confidence: 'certain', cause: { id: 'raw-body' }, further: [] });
    const empty = await fetch(`${app.url}/webhooks`, { method: 'POST' });
    expect(empty.status).toBe(401);
    await app.close();
  },
);

test('a fix that is not made in the handler has no code', () => {
  expect(findSnippets('redirecting')).toBeNull();
  expect(findSnippets('accepts-but-wrong-status')?.koa).toBe('ctx.status = 204;');
  expect(findSnippets('wrong-secret')?.express).toContain('sha256');
});

test('the function of the package refuses what is no provider, and what signs nothing', async () => {
  const endpoint = 'http://localhost:1/';
  await expect(diagnose(harness.stage, 'securepayap', { endpoint })).rejects.toMatchObject({
    code: 'unknown_provider',
    hint: 'Did you mean "securepayapi"?',
  });
  await expect(diagnose(harness.stage, 'secpaid', { endpoint })).rejects.toMatchObject({ code: 'not_signed' });
  expect((await harness.stage.lanes()).map(({ name }) => name)).toEqual(['default']);
});
