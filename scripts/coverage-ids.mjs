/**
 * `npm run coverage:ids`: which promises of docs/reliability.json have no test. A test belongs to a promise when its title, or that of a
 * `describe` around it, begins with the id; several ids stand one after the other, each followed by a space: `test('A4 A5 localhost …')`.
 * Exit code 1 when a promise has neither test nor reason, or a title begins with an id that nobody knows. `--write` writes docs/reliability.md.
 * A `reason` stands in place of a test; `differs` stands beside the tests and says what they do not show, and what does.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGE = `${ROOT}docs/reliability.md`;
const IDS = /^(?:(?:SEC-\d\d|[A-FPTW]\d{1,2}) )+/;
const CALLS = new Set(['test', 'it', 'describe', 'describeInBrowser']);

/** All promises, in groups as they stand on the page. */
export function readPromises() {
  return JSON.parse(readFileSync(`${ROOT}docs/reliability.json`, 'utf8'));
}

/** Every title below test/ that begins with ids: `{ file, title, ids }`, the file relative to the root. */
export function readTitles() {
  const files = readdirSync(`${ROOT}test`, { recursive: true }).filter((file) => /\.test\.tsx?$/.test(file));
  return files.sort().flatMap((file) => findTitles(readFileSync(`${ROOT}test/${file}`, 'utf8'), `test/${file}`));
}

/** Titles of one file that begin with ids; tests that are skipped, and comments, do not count. */
export function findTitles(text, file) {
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const title = readTitle(node);
      const ids = title?.match(IDS)?.[0].trim().split(' ');
      if (ids) found.push({ file, title, ids });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false));
  return found;
}

/** The first argument of `test(…)`, `test.each(…)(…)` and the like; a template up to its first value. */
function readTitle({ expression, arguments: [first] }) {
  const words = [];
  let callee = expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) words.push(callee.name.text);
    if (!ts.isPropertyAccessExpression(callee) && !ts.isCallExpression(callee)) return;
    callee = callee.expression;
  }
  if (!CALLS.has(callee.text) || words.some((word) => word === 'skip' || word === 'todo' || word === 'fails')) return;
  if (first === undefined) return;
  if (ts.isStringLiteralLike(first)) return first.text;
  return ts.isTemplateExpression(first) ? first.head.text : undefined;
}

/** What stands for each promise, and what is wrong: promises without test and reason, and titles with unknown ids. */
export function judgeCoverage(groups, titles) {
  const rows = groups.flatMap(({ rows }) => rows);
  const known = new Set(rows.map(({ id }) => id));
  const testsOf = (id) => titles.filter(({ ids }) => ids.includes(id));
  return {
    rows: rows.map((row) => ({ ...row, tests: testsOf(row.id) })),
    missing: rows.filter(({ id, reason }) => reason === undefined && testsOf(id).length === 0).map(({ id }) => id),
    excused: rows.filter(({ id, reason }) => reason !== undefined && testsOf(id).length === 0),
    unknown: titles.flatMap(({ file, title, ids }) => ids.filter((id) => !known.has(id)).map((id) => ({ id, file, title }))),
  };
}

/** The text of docs/reliability.md. */
export function buildReliabilityPage(groups, titles) {
  const { rows } = judgeCoverage(groups, titles);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const parts = groups.map(
    (group) =>
      `## ${group.title}\n\n| Id | Promise | Shown by | Not shown there |\n| --- | --- | --- | --- |\n${group.rows
        .map(
          ({ id, promise, differs = '' }) =>
            `| ${id} | ${escapeCell(promise)} | ${describeProof(byId.get(id))} | ${escapeCell(differs)} |`,
        )
        .join('\n')}`,
  );
  return `# What Paystage promises, and what shows it

Each promise has an id that never changes, and a test whose title begins with it: \`npx vitest run -t 'B7 '\` runs those of one promise.
What cannot be tested here says why, and so does a promise whose tests are smaller than what it is meant for: in short runs, with fewer or smaller things, or
without looking at the clock, because a test that compares times says how busy the machine was. This page is written by \`npm run coverage:ids -- --write\` from \`reliability.json\` and the titles of the tests.

${parts.join('\n\n')}
`;
}

function describeProof({ tests, reason }) {
  const files = [...new Set(tests.map(({ file }) => file))].map((file) => `[${file.slice('test/'.length)}](../${file})`);
  return [...files, ...(reason === undefined ? [] : [escapeCell(reason)])].join('<br>');
}

function escapeCell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function run() {
  const [groups, titles] = [readPromises(), readTitles()];
  const { rows, missing, excused, unknown } = judgeCoverage(groups, titles);
  if (argv.includes('--write')) writeFileSync(PAGE, buildReliabilityPage(groups, titles));
  for (const { id, reason } of excused) console.log(`${id}  not tested here: ${reason}`);
  for (const { id, file, title } of unknown) console.log(`${id}  is no id of docs/reliability.json: ${file}, "${title}"`);
  for (const id of missing) console.log(`${id}  has no test: ${rows.find((row) => row.id === id)?.promise}`);
  const tested = rows.filter(({ tests }) => tests.length > 0).length;
  const smaller = rows.filter(({ differs }) => differs !== undefined).length;
  console.log(
    `${tested} of ${rows.length} promises are tested (${smaller} say what their tests do not show), ${excused.length} say why not, ${missing.length} have neither.`,
  );
  if (missing.length > 0 || unknown.length > 0) process.exitCode = 1;
}

if (argv[1] === fileURLToPath(import.meta.url)) run();
