import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
// @ts-expect-error A script, without types.
import { buildCliReference } from '../../scripts/write-cli-reference.mjs';
// @ts-expect-error A script, without types.
import { buildControlReference } from '../../scripts/write-control-reference.mjs';
// @ts-expect-error A script, without types.
import { fillFaultReference } from '../../scripts/write-fault-reference.mjs';
import { EXIT_CODES } from '../../server/cli/exit-codes.js';
import { connectionSettings } from '../../server/cli/settings.js';
import { toVariable } from '../../server/cli/values.js';
import { verbs } from '../../server/cli/verbs.js';
import { faultNames } from '../../server/domain/fault-kinds.js';
import { presentKinds } from '../../server/http/control/fault-kind-views.js';
import { buildOpenApi } from '../../server/http/control/openapi.js';
import { controlRoutes } from '../../server/http/control-routes.js';
import { providers } from '../../server/providers/index.js';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('what is written from the code says what the code does (else: npm run references)', () => {
  test('docs/cli.md', async () => {
    expect(read('cli.md')).toBe(await buildCliReference({ verbs, connectionSettings, toVariable, exitCodes: EXIT_CODES }));
  });

  test('docs/control-plane.md', () => {
    expect(read('control-plane.md')).toBe(buildControlReference(buildOpenApi(controlRoutes, providers, '')));
  });

  test('docs/faults.md, and the number that other pages name', () => {
    const page = read('faults.md');
    expect(page).toBe(fillFaultReference(page, presentKinds(providers), providers));
    for (const name of faultNames) expect(page).toContain(`| \`${name}\` |`);
    expect(read('coming-from.md')).toContain(`[${faultNames.length} faults]`);
  });
});
