import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Koa from 'koa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUiFiles } from '../../server/http/ui-files.js';
import type { Harness } from '../../server/index.js';
import { runInProcess } from '../cli/cli-runs.js';
import { startHarness } from '../support/harness.js';
import { sendRaw, statusOf } from '../support/raw-http.js';

const OUTSIDE = 'outside-of-everything';
/** `FILE` stands for a name that is there, one folder up. */
const TRAVERSALS = [
  '../FILE',
  '../../../../../../etc/passwd',
  '%2e%2e/FILE',
  '%2e%2e%2fFILE',
  '..%2fFILE',
  '..%2FFILE',
  '..%5cFILE',
  '..\\FILE',
  '..%c0%afFILE',
  '..%ef%bc%8fFILE',
  '%252e%252e%252fFILE',
  '....//FILE',
  '.../FILE',
  './../FILE',
  'assets/../../FILE',
  'assets/%2e%2e/%2e%2e/FILE',
  '%00',
  'index.html%00.png',
  '/etc/passwd',
  '//etc/passwd',
  'index.html#',
  'index.html?raw??/../FILE',
  '@fs/etc/passwd',
  'index.html\\',
  'index.html%5c',
  'index.html.',
  'index.html%20',
  'index.html::$DATA',
  'INDEX.HTML',
  'con',
  'nul.html',
  'link-to-file',
  'link-to-folder/FILE',
  'assets/link-to-file',
];

let root: string;
let server: Server;
let url: string;
let harness: Harness;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'paystage-traversal-'));
  const ui = join(root, 'ui');
  await mkdir(join(ui, 'assets'), { recursive: true });
  await writeFile(join(ui, 'index.html'), '<!doctype html>inside');
  await writeFile(join(ui, 'assets', 'a.js'), 'inside');
  await writeFile(join(root, 'secret.txt'), OUTSIDE);
  await symlink(join(root, 'secret.txt'), join(ui, 'link-to-file'));
  await symlink(join(root, 'secret.txt'), join(ui, 'assets', 'link-to-file'));
  await symlink(root, join(ui, 'link-to-folder'));
  const app = new Koa();
  app.silent = true;
  app.use(createUiFiles(ui));
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  harness = await startHarness({ dataDir: join(root, 'data') });
});
afterAll(async () => {
  await harness.close();
  server.close();
  await rm(root, { recursive: true, force: true });
});

const IS_PAGE = /^index\.html(#|\?)/;

test.each(TRAVERSALS)('SEC-11 /%s leads to no file beside those of the page', async (written) => {
  const path = written.replace('FILE', 'secret.txt');
  for (const at of [url, harness.url]) {
    const answer = await sendRaw(at, [`GET /${path} HTTP/1.1`, `Host: ${new URL(at).host}`]);
    expect(answer, at).not.toMatch(/outside-of-everything|root:x:0/);
    // What follows `#` or `?` is no part of a file's name.
    expect(IS_PAGE.test(path) ? [200, 400, 404] : [400, 404, 421], at).toContain(statusOf(answer));
  }
});

test.each(TRAVERSALS)('SEC-11 %s names no bin, lane, record, check run or payment', async (written) => {
  const path = written.replace('FILE', 'accounts.json');
  for (const base of ['bins/', 'lanes/', 'lanes/x', 'records/', 'check-runs/', 'payments/', 'accounts/']) {
    for (const tail of ['', '/report', '/explanation']) {
      const line = `GET /_paystage/api/${base}${path}${tail} HTTP/1.1`;
      const answer = await sendRaw(harness.url, [line, `Host: localhost:${harness.address.port}`]);
      expect(answer, line).not.toMatch(/root:x:0|formKey/);
      expect(statusOf(answer), line).not.toBe(500);
    }
  }
});

test('SEC-11 the folder of the page itself is listed once: what is put there later does not exist', async () => {
  await writeFile(join(root, 'ui', 'later.html'), 'later');
  expect((await fetch(`${url}/later.html`)).status).toBe(404);
  expect((await fetch(`${url}/assets/a.js`)).status).toBe(200);
});

test('SEC-11 a stage that names its export after a place is not obeyed', async () => {
  for (const name of ['../evil', '/tmp/evil', 'paystage-../../evil', '..\\evil', 'paystage-a/b', 'evil.jsonl']) {
    const hostile = createServer((_request, response) => {
      response.setHeader('content-type', 'application/x-ndjson');
      response.setHeader('content-disposition', `attachment; filename="${name}"`);
      response.end('{"paystage":"log","format":1,"version":"0.1.0","logId":"x","exportedAt":"x"}\n');
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    const { code, err } = await runInProcess(['export', '--url', `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`]);
    expect(code, `${name} ${err}`).not.toBe(0);
    hostile.close();
  }
});
