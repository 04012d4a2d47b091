import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
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
import { type FaultName, faultNames } from '../../server/domain/fault-kinds.js';
import { parseFaultSpec, specSchemaOf } from '../../server/domain/fault-spec.js';
import { presentKinds } from '../../server/http/control/fault-kind-views.js';
import { buildOpenApi } from '../../server/http/control/openapi.js';
import { controlRoutes } from '../../server/http/control-routes.js';
import { providers } from '../../server/providers/index.js';

const read = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

/** What stands under `when` of a fault. */
function listBounds(fault: FaultName): string[] {
  const { when } = specSchemaOf(fault).shape;
  if (!(when instanceof z.ZodOptional) || !(when.unwrap() instanceof z.ZodObject)) return [];
  return Object.keys((when.unwrap() as z.ZodObject).shape).toSorted();
}

describe('what is written from the code says what the code does (else: npm run references)', () => {
  test('docs/cli.md', async () => {
    expect(read('cli.md')).toBe(await buildCliReference({ verbs, connectionSettings, toVariable, exitCodes: EXIT_CODES }));
  });

  test('docs/cli.md names the options whose values keep their commas', async () => {
    const loaded = await Promise.all(verbs.map(({ load }) => load()));
    const [, named = ''] = /a comma is a part of the value in (.*?)\. \[/.exec(read('cli.md')) ?? [];
    const flags = [...named.matchAll(/(?<=`--)[\w-]+/g)].map(([flag]) => flag);
    for (const { flag, readText, isRepeatable } of loaded.flatMap(({ settings }) => settings))
      if (isRepeatable) expect([readText('a,b')].flat(), flag).toHaveLength(flags.includes(flag) ? 1 : 2);
    expect(flags).toContain('variable');
  });

  test('docs/control-plane.md', () => {
    expect(read('control-plane.md')).toBe(buildControlReference(buildOpenApi(controlRoutes, providers, '')));
  });

  test('docs/control-plane.md shows where each value of a probe stands', () => {
    expect(read('control-plane.md')).toMatch(
      /probePaid\?: string; \/\/ .*\$\.order\.paid\n.*probeCount\?: string; \/\/ .*\$\.order\.count\n/,
    );
  });

  test('docs/faults.md, what a fault may be bounded to', () => {
    const readRow = (key: string) => new RegExp(`^\\| \`${key}\` +\\| (.*?) +\\|$`, 'm').exec(read('faults.md'))?.[1] ?? '';
    const clauses = readRow('when')
      .replace(/\(.*?\)|Everything.*/g, '')
      .split(';');
    const namesFor = (...words: string[]) =>
      clauses
        .filter((clause) => !/ for /.test(clause) || words.some((word) => clause.includes(word)))
        .flatMap((clause) => clause.match(/(?<=`)\w+(?=`)/g) ?? []);
    for (const [fault, word] of [
      ['duplicate', 'webhooks'],
      ['redirect-last', 'redirects'],
      ['api-error', 'calls'],
    ] as const)
      expect(namesFor(word).toSorted(), fault).toEqual(listBounds(fault));
    expect(readRow('times')).toContain('up to 1,000 times where `forMs` is given');
    expect(parseFaultSpec({ fault: 'api-error', forMs: 1_000 }).times).toBe(1_000);
  });

  test('docs/faults.md, and the number that other pages name', () => {
    const page = read('faults.md');
    expect(page).toBe(fillFaultReference(page, presentKinds(providers), providers));
    for (const name of faultNames) expect(page).toContain(`| \`${name}\` |`);
    expect(read('coming-from.md')).toContain(`[${faultNames.length} faults]`);
  });
});
