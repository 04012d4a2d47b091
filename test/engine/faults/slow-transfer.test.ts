import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('slow-transfer: the body arrives drop by drop, and whole', async () => {
  const arrivals: number[] = [];
  const server = createServer((socket) => {
    let text = '';
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      arrivals.push(performance.now());
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      if (end !== -1 && text.length === end + 4 + length) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { accounts } = stage.harness.engine;
  await accounts.patchSettings(accounts.inLane('secpaid', 'default'), { paymentEndpoints: [`http://127.0.0.1:${port}/`] });
  await stage.set({ fault: 'slow-transfer', overMs: 400 });
  const id = await stage.payLink();
  expect(arrivals.length).toBeGreaterThanOrEqual(4);
  expect((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(350);
  expect(await stage.attempts(id)).toMatchObject([{ code: 'acknowledged', faults: ['slow-transfer'] }]);
  server.close();
});

test('slow-transfer: the bytes are those of the event, and slower than an attempt may take is a timeout', async () => {
  await stage.set({ fault: 'slow-transfer', overMs: 200, when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  const [attempt] = await stage.attempts(id, 'SUCCEEDED');
  expect(attempt).toMatchObject({ code: 'acknowledged' });
  expect(attempt?.request?.body).toBeUndefined();
  const final = stage.signed.at(-1);
  expect(final?.header('content-length')).toBe(String(final?.body.length));

  const { accounts } = stage.harness.engine;
  await accounts.patchSettings(accounts.inLane('secpaid', 'default'), { attemptTimeoutMs: 1_000 });
  await stage.set({ fault: 'slow-transfer', overMs: 60_000 });
  const late = await stage.payLink();
  expect(await stage.attempts(late)).toMatchObject([{ code: 'timeout' }]);
});
