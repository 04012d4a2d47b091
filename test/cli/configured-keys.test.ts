import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAID, prepareRunPlace } from './run-place.js';

const KEY = 'sk_test_0123456789abcdef0123456789abcdef';
const place = prepareRunPlace();
const { runAtApp, write } = place;

test.each([[['--clock', 'simulated']], [['--seed', '7']], [['--lane-per-scenario']], [[]]])(
  'a configured key of any form signs in a run with %j',
  async (flags) => {
    writeFileSync(
      join(place.folder, 'paystage.config.json'),
      JSON.stringify({ accounts: { securepayapi: { keys: { secretKey: KEY } } } }),
    );
    write({ 'paid.yaml': PAID });
    const { code, out } = await runAtApp('paid.yaml', ...flags, '--report', 'json=report.json');
    expect(out).toMatch(/^1 passed/m);
    expect(code).toBe(0);
    expect(readFileSync(join(place.folder, 'report.json'), 'utf8')).not.toContain(KEY);
    expect(place.app.requests.length).toBeGreaterThan(0);
  },
);
