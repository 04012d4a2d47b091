import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Project, ts } from 'ts-morph';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { providers } from '../../server/providers/index.js';
import { faultCatalogue } from '../../server/scenarios/format/fault-catalogue.js';
import { parseScenario } from '../../server/scenarios/format/parse-scenario.js';
import { createReceiver } from '../support/receiver.js';
import { listBlocks, listPages, ROOT, readPage } from './read-pages.js';

const blocks = listPages().flatMap((file) => listBlocks(readPage(file)).map((block) => ({ file, ...block })));
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

describe('the code in the pages', () => {
  test('JavaScript and TypeScript parse', () => {
    const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { target: ts.ScriptTarget.ESNext } });
    const problems = of('js', 'ts').flatMap(({ file, line, text, language }, index) => {
      const source = project.createSourceFile(`${index}.${language}`, asModule(text));
      const { diagnostics = [] } = ts.transpileModule(source.getFullText(), { reportDiagnostics: true });
      return diagnostics.map(({ messageText }) => `${file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
    });
    expect(of('js', 'ts').length).toBeGreaterThan(60);
    expect(problems).toEqual([]);
  });

  test('the example for test authors runs as it stands, against an app that listens', async () => {
    const block = of('js').find(({ file }) => file === 'docs/guides/test-author.md');
    const receiver = await createReceiver();
    const code = (block?.text ?? '').replace('http://localhost:3000/webhooks', receiver.url);
    try {
      const run = promisify(execFile);
      await run(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, env: { PATH: process.env.PATH } });
      expect(receiver.requests.length).toBeGreaterThan(0);
    } finally {
      await receiver.close();
    }
  });

  test('JSON parses, with comments where it says so', () => {
    const problems = of('json', 'jsonc').filter(
      ({ text, language }) => !isJson(language === 'jsonc' ? withoutComments(text) : text),
    );
    expect(problems.map(({ file, line }) => `${file}:${line}`)).toEqual([]);
  });

  test('YAML parses, and what is a whole scenario is one', () => {
    const problems = of('yaml').flatMap(({ file, line, text }) => {
      const errors = parseAllDocuments(text).flatMap((document) => document.errors.map(({ message }) => message));
      const wrong = /^version: 1$/m.test(text) ? listScenarioProblems(file, text) : [];
      return [...errors, ...wrong].map((problem) => `${file}:${line}: ${problem}`);
    });
    expect(problems).toEqual([]);
  });
});

function listScenarioProblems(file: string, text: string): string[] {
  try {
    parseScenario(text, { file, providers, faults: faultCatalogue });
    return [];
  } catch (error) {
    return [String(error)];
  }
}

/** A call with an `await` stands in a module only, and a member of an object in an object. */
function asModule(text: string): string {
  return `export {};\n${text}`;
}

function isJson(text: string): boolean {
  // Several values, one below the other, as a page compares them.
  return text
    .split(/\n(?=\{)/)
    .filter((part) => part.trim() !== '')
    .every((part) => {
      try {
        JSON.parse(part);
        return true;
      } catch {
        return false;
      }
    });
}

function withoutComments(text: string): string {
  return text.replace(/(^|\s)\/\/.*$/gm, '');
}
