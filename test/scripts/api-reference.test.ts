import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
// @ts-expect-error A script, without types.
import { buildApiReference } from '../../scripts/write-api-reference.mjs';

test('docs/api.md says what the package exports (else: npm run api-reference)', () => {
  expect(readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')).toBe(buildApiReference());
});
