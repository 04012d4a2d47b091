import { expect, test } from 'vitest';
import { prepareFaultStage } from './fault-stage.js';

const stage = prepareFaultStage();

test('duplicate: the same bytes and headers arrive again after the first were answered', async () => {
  await stage.set({ fault: 'duplicate', copies: 2, when: { status: 'SUCCEEDED' } });
  const id = await stage.payIntent();
  const finals = stage.signed.filter(({ event }) => event.endsWith('SUCCEEDED'));
  expect(finals).toHaveLength(3);
  expect(new Set(finals.map((request) => request.header('x-signature') + String(request.body))).size).toBe(1);
  expect(await stage.attempts(id, 'SUCCEEDED')).toMatchObject([
    { number: 1, code: 'acknowledged', faults: ['duplicate'], copies: [{ code: 'acknowledged', response: { status: 204 } }, {}] },
  ]);
});

test('duplicate: as many as may be asked for arrive at the same moment', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  let open = 0;
  let answerAll = () => {};
  const allHere = new Promise<void>((resolve) => {
    answerAll = resolve;
  });
  stage.receiver.replyWith(async () => {
    open++;
    // None is answered before the last one is here, so a copy that waited for a connection would never come.
    if (open === 16) answerAll();
    await allHere;
    return { status: 200 };
  });
  await stage.set({ fault: 'duplicate', copies: 15, isConcurrent: true });
  await stage.payLink();
  expect(stage.unsigned).toHaveLength(16);
  expect((await stage.uses())[0]?.sentence).toBe('The same request was sent 16 times, at the same moment.');
  process.off('warning', note);
  // Node would tell the terminal of a leak that is none.
  expect(warnings.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([]);
});

test('duplicate: what is answered to the first one counts', async () => {
  stage.receiver.replyNext({ status: 500 });
  await stage.set({ fault: 'duplicate', when: { provider: 'secpaid' } });
  const id = await stage.payLink();
  expect(await stage.attempts(id)).toMatchObject([
    { code: 'not_acknowledged', deliveryStatus: 'pending', copies: [{ code: 'acknowledged' }] },
  ]);
});
