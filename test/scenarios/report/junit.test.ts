import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { formatJunit } from '../../../server/scenarios/report/junit.js';
import { makeBroken, makeFailed, makeJudgement, makeReport, makeScenario, makeStep } from './make-report.js';

const schema = { fileName: 'junit.xsd', contents: readFileSync(new URL('../../../fixtures/junit.xsd', import.meta.url), 'utf8') };

async function listFaults(...reports: string[]): Promise<string[]> {
  const xml = reports.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors } = await validateXML({ xml, schema });
  return errors.map(({ rawMessage }) => rawMessage);
}

test('every kind of result is valid by the schema: passed, failed, broken, nothing checked, not played, and no scenario at all', async () => {
  const everything = makeReport({
    scenarios: [
      makeScenario({ seed: '7', tags: ['card', 'retry'], lane: 'paid-once' }),
      makeFailed(),
      makeBroken(),
      makeBroken({ file: 'shop/opened.yaml', lane: '', steps: [], problem: { code: 'no_stage', message: 'Gone.', hint: null } }),
      makeScenario({ file: 'shop/nothing.yaml', verdict: 'broken', steps: [makeStep()] }),
    ],
    notPlayed: [{ name: 'Later', file: 'later.yaml', tags: ['x'] }],
  });
  expect(await listFaults(formatJunit(everything), formatJunit(makeReport({ scenarios: [] })))).toEqual([]);
});

test('the schema refuses what it should: it is not one that takes anything', async () => {
  const good = formatJunit(makeReport({ scenarios: [makeFailed()] }));
  const bad = [
    good.replace('<failure ', '<failed ').replace('</failure>', '</failed>'),
    good.replace(' failures="1"', ''),
    good.replace(' time="1.234"', ' time="soon"'),
    good.replace('type="expectation_failed"', 'type="not expected"'),
    good.replace('</testsuite>', '<surprise/></testsuite>'),
  ];
  expect(bad.map((text) => text === good)).toEqual(bad.map(() => false));
  for (const text of bad) expect(await listFaults(text)).not.toEqual([]);
});

test('a file is a suite, a scenario a test case; what failed is a failure and what could not be judged an error', () => {
  const report = makeReport({
    scenarios: [makeScenario(), makeFailed({ seed: '7' }), makeBroken()],
    notPlayed: [{ name: 'Later', file: 'later.yaml', tags: [] }],
  });
  const xml = formatJunit(report);
  expect(xml).toContain('<testsuites name="paystage" tests="4" failures="1" errors="1" skipped="1" time="2.345">');
  expect(xml.match(/<testsuite /g)).toHaveLength(4);
  expect(xml).toContain('<testcase name="Paid twice" classname="shop.paid-twice" file="shop/paid-twice.yaml" time="1.234">');
  expect(xml).toContain('<property name="seed" value="7"/>');
  expect(xml).toContain('<property name="lane" value="default"/>');
  expect(xml).toContain('<failure message="expected the app acted once; seen $.count is 2" type="expectation_failed">');
  expect(xml).toContain('nearest   #12 attempt.finished: attempt 2: answered 204.');
  expect(xml).toContain('<error message="Nobody answers at http://localhost:9." type="probe_failed">');
  expect(xml).toContain('<skipped message="not played: the run was over before"/>');
  expect(xml).toContain(
    '<system-out>passed  shop/paid-twice.yaml:7  pay  12 ms\nfailed  shop/paid-twice.yaml:9  expect  12 ms\n',
  );
});

test('whatever stands in names and answers, the report stays valid and says nothing but text', async () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ']]>',
      '<!-- -->',
      '<![CDATA[',
      '&amp;',
      '&#0;',
      '\u0000\u0008\u001b[31m',
      '\ud800',
      '\ufffe\uffff',
      '</failure>',
      '"\'',
      '\r\n\t',
    ),
  );
  const texts = fc
    .sample(fc.array(anything, { minLength: 1, maxLength: 4 }), { numRuns: 40, seed: 11 })
    .map((parts) => parts.join(''));
  const reports = texts.map((text) =>
    formatJunit(
      makeReport({
        scenarios: [
          makeFailed({
            name: `n${text}`,
            file: `f${text}`,
            tags: [text],
            seed: text,
            lane: 'default',
            steps: [
              makeStep({
                verdict: 'failed',
                title: text,
                judgements: [
                  makeJudgement({ isMet: false, expected: text, seen: text, nearest: { seq: 1, type: 'a.b', sentence: text } }),
                ],
                problem: { code: 'expectation_failed', message: text, hint: text },
              }),
            ],
          }),
        ],
      }),
    ),
  );
  expect(await listFaults(...reports)).toEqual([]);
  for (const xml of reports) expect(xml).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|<!/);
});
