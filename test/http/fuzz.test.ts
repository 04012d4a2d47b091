import { Pool } from 'undici';
import { expect, test } from 'vitest';
import { startHarness } from '../support/harness.js';
import { createRequestMaker } from './made-up-requests.js';

const REQUESTS = Number(process.env.PAYSTAGE_FUZZ_REQUESTS ?? 10_000);
const SEED = Number(process.env.PAYSTAGE_FUZZ_SEED ?? 20_261_121);
const CALLERS = 16;
/** Of processor time in one turn of the event loop, in which all callers may have their part. */
const LONGEST_STEP_MS = 200;
/** The same requests again: a step that is long by its making is long each time, one that the machine held up is not. */
const TRIES = 3;

/** The most processor time that went by between two turns of the event loop: what the machine does besides does not count. */
function watchSteps(): { end(): number } {
  let longestMs = 0;
  let before = process.cpuUsage();
  let next = setImmediate(look);
  function look(): void {
    const { user, system } = process.cpuUsage(before);
    longestMs = Math.max(longestMs, (user + system) / 1_000);
    before = process.cpuUsage();
    next = setImmediate(look);
  }
  return {
    end() {
      clearImmediate(next);
      return longestMs;
    },
  };
}

test(`E15 T17 ${REQUESTS} made-up requests over all routes: no crash, no 5xx, no defect, no step that holds up others`, async () => {
  let longestMs = await play();
  for (let tries = 1; tries < TRIES && longestMs >= LONGEST_STEP_MS; tries++) longestMs = Math.min(longestMs, await play());
  expect(longestMs).toBeLessThan(LONGEST_STEP_MS);
}, 600_000);

/** @returns processor time of the longest step, ms. */
async function play(): Promise<number> {
  const defects: unknown[] = [];
  const harness = await startHarness({ onNotice: ({ level, ...notice }) => level === 'error' && defects.push(notice) });
  const make = createRequestMaker(harness, SEED);
  const pool = new Pool(harness.url.replace('localhost', '127.0.0.1'), {
    connections: CALLERS,
    bodyTimeout: 20_000,
    headersTimeout: 20_000,
  });
  const failures: unknown[] = [];
  const statuses = new Map<number, number>();
  let left = REQUESTS;
  async function callOnAndOn(): Promise<void> {
    while (left-- > 0) {
      const request = make();
      try {
        const { statusCode, body } = await pool.request({ ...request, method: request.method as 'GET' });
        const text = await body.text();
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        if (statusCode >= 500 || /\bat .*\.(?:ts|js):\d+/.test(text)) failures.push([statusCode, request, text.slice(0, 300)]);
      } catch (error) {
        failures.push([String(error), request]);
      }
    }
  }
  const watch = watchSteps();
  await Promise.all(Array.from({ length: CALLERS }, callOnAndOn));
  const longestMs = watch.end();
  expect(failures.slice(0, 3)).toEqual([]);
  expect(defects.slice(0, 3)).toEqual([]);
  // Many of them get beyond the first check, or this would show little.
  expect((statuses.get(200) ?? 0) / REQUESTS).toBeGreaterThan(0.1);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect((await fetch(`${harness.url}/_paystage/health`)).status).toBe(200);
  await pool.close();
  await harness.close();
  return longestMs;
}
