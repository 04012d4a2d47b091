import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogRecord } from '../../server/protocol/records.js';
import { answer, type Behaviour, endlessBody } from '../support/bad-behaviours.js';
import { BadTarget } from '../support/bad-target.js';
import { type RunningHarness, startProcess } from '../support/cli-process.js';
import { openPage } from '../support/stream-page.js';
import { makeFolder } from './cli-runs.js';
import { createLink, startPaying } from './stage-apps.js';

const MIB = 1_048_576;
const MAX_BODY_BYTES = 65_536;
/** A bomb of 300 kB that inflates to 300 MiB: as many members as MiB, which every inflater reads as one text. */
const BOMB = Buffer.concat(Array(300).fill(gzipSync(Buffer.alloc(MIB))));

function readStatus(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1_024;
}

const measureFolder = (path: string) => readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0);

/** Only there the peak of another process can be read, and forgotten. */
describe.skipIf(process.platform !== 'linux')('a stage whose app answers without end', () => {
  const folder = makeFolder();
  let app: BadTarget;
  let stage: RunningHarness;
  beforeAll(async () => {
    app = await BadTarget.start();
    stage = await startProcess(['--port', '0', '--data', folder.path, '--secpaid-endpoint', app.url('/hook')]);
  });
  afterAll(async () => {
    stage.process.kill('SIGTERM');
    await stage.exited;
    await app.close();
    folder.remove();
  });

  test('T8 B8 B9 endless bodies and gzip bombs cost it less than 20 MiB at any moment and 64 KiB of each on disk, and its page goes on', async () => {
    const page = openPage(`${stage.url.replace('http', 'ws')}/_paystage/stream`);
    const listEnds = () =>
      page.records.filter((record): record is LogRecord & { type: 'attempt.finished' } => record.type === 'attempt.finished');
    const payFor = async (behaviour: Behaviour, count: number) => {
      app.always(behaviour);
      const before = listEnds().length;
      for (let number = 0; number < count; number++) await startPaying(stage.url, createLink);
      await page.until(() => listEnds().length === before + count);
      return listEnds().slice(before);
    };
    // What is loaded and compiled for a first answer is no part of it.
    await payFor(answer(200, { body: Buffer.alloc(MAX_BODY_BYTES, 'x') }), 20);
    const pid = stage.process.pid ?? 0;
    const diskBefore = measureFolder(folder.path);
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const before = readStatus(pid, 'VmRSS');

    const ends = [
      ...(await payFor(endlessBody(200), 4)),
      ...(await payFor(answer(200, { headers: [['Content-Encoding', 'gzip']], body: BOMB }), 4)),
    ];
    expect(readStatus(pid, 'VmHWM') - before).toBeLessThan(20);
    for (const { code, response } of ends) {
      const body = response?.body;
      const kept = body && (body.base64 === undefined ? Buffer.from(body.text ?? '') : Buffer.from(body.base64, 'base64'));
      expect({ code, bytes: kept?.length, isCut: body?.isCut }).toEqual({
        code: 'acknowledged',
        bytes: MAX_BODY_BYTES,
        isCut: true,
      });
    }
    // As base64, with all else that the log tells of a payment.
    expect(measureFolder(folder.path) - diskBefore).toBeLessThan(ends.length * (MAX_BODY_BYTES * (4 / 3) + 16_384));
    expect((await fetch(stage.url)).status).toBe(200);
    await page.close();
  });
});
