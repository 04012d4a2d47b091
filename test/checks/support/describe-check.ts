import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../../../server/checks/check.js';
import type { Harness } from '../../../server/index.js';
import type { CheckVerdict } from '../../../server/protocol/check-records.js';
import { startHarness } from '../../support/harness.js';
import { judgeOne, type Trial } from './judge-one.js';

export interface CheckCase {
  provider: string;
  /** Below fixtures/receivers/broken. */
  broken: string;
  /** What the check makes of the broken one, and words of its sentence. */
  verdict: CheckVerdict;
  says: RegExp;
  hasCreate?: boolean;
  hasEncryption?: boolean;
  /** What it comes to when nobody gives a probe. */
  withoutProbe: CheckVerdict;
}

/** What every check has to show: right about right and about wrong receivers, and careful where it cannot know. */
export function describeCheck(check: Check, cases: readonly CheckCase[]): void {
  describe.each(cases)(`${check.id} for $provider`, ({ broken, verdict, says, withoutProbe, ...given }) => {
    let harness: Harness;
    beforeAll(async () => {
      harness = await startHarness();
    });
    afterAll(() => harness.close());
    const judge = (more: Partial<Trial> = {}) => judgeOne(harness, { check, ...given, file: 'reference/http.mjs', ...more });

    test('passes a correct receiver', async () => {
      const finding = await judge();
      expect(`${finding.verdict}: ${finding.sentence}`).toMatch(/^pass: /);
      expect(finding.evidence.filter(({ isMet }) => isMet === false)).toEqual([]);
    });

    test(`finds ${broken}`, async () => {
      const finding = await judge({ file: `broken/${broken}` });
      expect(`${finding.verdict}: ${finding.sentence}`).toMatch(new RegExp(`^${verdict}: .*${says.source}`));
      expect(finding.evidence.some(({ isMet }) => isMet !== true)).toBe(true);
    });

    test('does not claim what it cannot see without a probe', async () => {
      expect((await judge({ hasProbe: false })).verdict).toBe(withoutProbe);
    });

    test('concludes nothing from a receiver that is down', async () => {
      expect((await judge({ isDown: true })).verdict).toBe('inconclusive');
    });
  });
}
