import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { findFreePort } from '../support/free-port.js';
import { PAID, prepareRunPlace, REFUSED } from './run-place.js';

const place = prepareRunPlace();
const { run, runAtApp, write } = place;

describe('reports', () => {
  test('every form goes into its file, without the keys of the account, and the JUnit file fits its schema', async () => {
    write({ 'paid.yaml': PAID, 'refused.yaml': REFUSED });
    const key = 'sk_test_0123456789abcdef0123456789abcdef';
    writeFileSync(join(place.folder, 'paystage.config.yaml'), `accounts: { securepayapi: { keys: { secretKey: ${key} } } }\n`);
    const leak = `  - call: { method: GET, url: "${place.app.url}", expect: { text: "${key}" } }\n`;
    write({ 'leak.yaml': `${PAID}${leak}` });
    const forms = ['text', 'json', 'junit', 'html'].flatMap((form) => ['--report', `${form}=reports/${form}`]);
    const { code, out } = await runAtApp('.', ...forms);
    expect(code).toBe(1);
    expect(out).toContain('report in reports/html');
    const [text = '', json = '', junit = '', html = ''] = ['text', 'json', 'junit', 'html'].map((form) =>
      readFileSync(join(place.folder, 'reports', form), 'utf8'),
    );
    expect(text).toMatch(/^failed {2}refused/m);
    expect(JSON.parse(json)).toMatchObject({ format: 'paystage-run', verdict: 'failed', counts: { passed: 1, failed: 2 } });
    expect(html).toMatch(/^<!doctype html>/);
    const schema = readFileSync(new URL('../../fixtures/junit.xsd', import.meta.url), 'utf8');
    expect(await validateXML({ xml: [junit], schema: [schema] })).toMatchObject({ valid: true, errors: [] });
    expect([out, text, json, junit, html].filter((report) => report.includes(key))).toEqual([]);
    expect(text).toContain('sk_test_…cdef');
  });

  test('a report that cannot be written is found before anything is played, and a file that is there stays as it is', async () => {
    write({ 'paid.yaml': PAID });
    writeFileSync(join(place.folder, 'old.xml'), 'of yesterday');
    // Nobody may make a file there, and no permission says so.
    for (const taken of ['/proc/report.html', place.folder]) {
      const { code, err } = await runAtApp('paid.yaml', '--report', 'junit=old.xml', '--report', `html=${taken}`);
      expect(code).toBe(2);
      expect(err).toContain(`error: ${taken} cannot be written (`);
    }
    expect(place.app.requests).toEqual([]);
    expect(readFileSync(join(place.folder, 'old.xml'), 'utf8')).toBe('of yesterday');
  });

  test('a report that cannot be written in the end keeps neither the others nor the verdict from being told', async () => {
    write({ 'paid.yaml': PAID });
    place.app.replyWith(() => {
      mkdirSync(join(place.folder, 'r.html'), { recursive: true });
      return { status: 204 };
    });
    const { code, out, err } = await runAtApp(
      'paid.yaml',
      '--report',
      'html=r.html',
      '--report',
      'junit=r.xml',
      '--report',
      'text',
    );
    expect(code).toBe(2);
    expect(out).toMatch(/^1 passed in /m);
    expect(out).toContain('report in r.xml');
    expect(err).toContain('r.html cannot be written (EISDIR)');
    expect(existsSync(join(place.folder, 'r.xml'))).toBe(true);
  });

  test('--json is the report alone on stdout, and nothing else is printed', async () => {
    write({ 'paid.yaml': PAID });
    const { code, out, err } = await runAtApp('paid.yaml', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ verdict: 'passed', scenarios: [{ file: 'paid.yaml', lane: 'default' }] });
  });

  test('the same seed with a simulated clock writes the same log byte by byte; another seed another one', async () => {
    write({ 'paid.yaml': PAID, 'refused.yaml': REFUSED });
    const port = String(await findFreePort());
    const logs: string[] = [];
    for (const [index, seed] of ['7', '7', '8'].entries()) {
      const flags = ['--clock', 'simulated', '--seed', seed, '--port', port, '--target', `${place.app.url}/hook`];
      expect((await run('.', ...flags, '--log', `${index}.ndjson`)).code).toBe(1);
      logs.push(readFileSync(join(place.folder, `${index}.ndjson`), 'utf8'));
    }
    const [first = '', second, third] = logs;
    const records = first
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { seq: number; type: string; lane: string });
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
    expect(records.filter(({ type }) => type === 'lane.created').map(({ lane }) => lane)).toEqual(['paid', 'refused']);
    expect(records.some(({ type }) => type === 'attempt.finished')).toBe(true);
    expect(records.at(-1)?.type).toBe('lane.disposed');
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
