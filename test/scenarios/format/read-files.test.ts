import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ScenarioFileError } from '../../../server/scenarios/format/problem.js';
import { readScenarioFiles } from '../../../server/scenarios/format/read-scenario-files.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paystage-scenarios-'));
  await mkdir(join(folder, 'deep/deeper'), { recursive: true });
  await mkdir(join(folder, 'node_modules/other'), { recursive: true });
  await mkdir(join(folder, '.hidden'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);

test('a folder is read at every depth, sorted, without what is no scenario', async () => {
  await write('b.yaml', 'version: 1');
  await write('deep/deeper/a.yml', 'wrong, and told later');
  await write('deep/c.json', '{"version":1,"steps":[]}');
  await write('package.json', '{"version":"1.0.0"}');
  await write('schema.json', '{"properties":{"version": {}, "steps": {}},"$defs":{}}');
  await write('notes.txt', 'version: 1');
  await write('node_modules/other/x.yaml', 'version: 1');
  await write('.hidden/x.yaml', 'version: 1');
  const found = await readScenarioFiles([folder]);
  expect(found.map(({ file }) => file)).toEqual(['b.yaml', 'deep/c.json', 'deep/deeper/a.yml'].map((name) => join(folder, name)));
  expect(found[1]?.text).toBe('{"version":1,"steps":[]}');
});

test('a file that is named is read whatever it is called, and only once', async () => {
  await write('notes.txt', 'version: 1');
  const file = join(folder, 'notes.txt');
  expect(await readScenarioFiles([file, file])).toEqual([{ file, text: 'version: 1' }]);
});

test('what is not there is told with its reason', async () => {
  const path = join(folder, 'gone.yaml');
  await expect(readScenarioFiles([path])).rejects.toMatchObject({
    code: 'unreadable_scenario',
    exitCode: 2,
    message: `The scenario ${path} cannot be read: there is no such file or folder.`,
    hint: expect.stringContaining('paystage init'),
  });
});

test.skipIf(process.getuid?.() === 0)('a file that may not be read is told with its reason', async () => {
  await write('secret.yaml', 'version: 1');
  await chmod(join(folder, 'secret.yaml'), 0);
  await expect(readScenarioFiles([folder])).rejects.toMatchObject({
    code: 'unreadable_scenario',
    message: expect.stringContaining('access is denied'),
  });
});

test('no scenario at all is told with what was looked at', async () => {
  await write('package.json', '{}');
  await expect(readScenarioFiles([folder, join(folder, 'deep')])).rejects.toMatchObject({
    code: 'no_scenarios',
    message: `There is no scenario in ${folder} (folder), ${join(folder, 'deep')} (folder).`,
  });
});

test('a file that is too large, or no text, is refused with its place', async () => {
  await write('large.yaml', '#'.repeat(1_048_577));
  await expect(readScenarioFiles([join(folder, 'large.yaml')])).rejects.toThrow(
    /large\.yaml:1:1: the file has 1048577 bytes; expected at most 1048576/,
  );
  await write('latin.yaml', Buffer.from('version: 1\nname: Zahlung f\xfcr\n', 'latin1'));
  const refused = await readScenarioFiles([join(folder, 'latin.yaml')]).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ScenarioFileError);
  expect(refused).toMatchObject({ problems: [{ code: 'not_utf8', line: 2, column: 16 }] });
});

test('a file that is unfit does not hide the others', async () => {
  await write('large.yaml', '#'.repeat(1_048_577));
  await write('other.yaml', 'version: 1');
  const unfit: string[] = [];
  const found = await readScenarioFiles([folder], ({ file }) => unfit.push(file));
  expect(unfit).toEqual([join(folder, 'large.yaml')]);
  expect(found).toContainEqual({ file: join(folder, 'other.yaml'), text: 'version: 1' });
});
