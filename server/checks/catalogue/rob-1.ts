import type { Craft } from '../../client/craft.js';
import type { CheckEvidence } from '../../protocol/check-records.js';
import { garbageAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import type { Exam } from '../exam/exam.js';
import type { Genuine } from '../exam/order.js';
import { type Sent, sayAnswer, takesAtLeast } from '../exam/sent.js';
import { tempt } from '../exam/tempt.js';
import { judgeActs } from './judge-acts.js';
import { findNoObstacle } from './obstacles.js';

const MAX_MS = 1_000;
const MANY_BYTES = 1_000_000;
const DEPTH = 10_000;

interface Garbage {
  name: string;
  craft: Craft;
  /** An app that stops reading may cut the connection instead of answering. */
  mayBeCut?: true;
  /** Well-formed and, where the provider signs, signed: to acknowledge and ignore it is as good as to refuse it. */
  mayBeTaken?: true;
}

export const rob1: Check = {
  id: 'ROB-1',
  title: 'Garbage is refused, and the app lives on',
  severity: 'medium',
  advice: garbageAdvice,
  findObstacle: findNoObstacle,
  isAlone: true,
  async run(exam) {
    const { evidence: before, ...known } = await exam.control('before');
    const { order, event, pay } = await tempt(exam, known);
    const all: Answered[] = [];
    for (const garbage of await listGarbage(exam, event))
      all.push({ garbage, sent: await order.send(event, garbage.name, garbage.craft) });
    if (exam.hasProbe) await order.settle();
    const acts = await order.countActs();
    const evidence = [before, ...all.map(tellAnswered), ...judgeActs('the order afterwards', acts, 0)];
    if (acts !== null && acts > 0) return { verdict: 'fail', sentence: 'The app acted on garbage.', evidence };
    // A whole event by another method: to take it is sloppy, not garbage that was acted on.
    for (const method of ['GET', 'PUT', 'HEAD'] as const) {
      const one = { garbage: { name: method, craft: { method } }, sent: await order.send(event, method, { method }) };
      all.push(one);
      evidence.push(tellAnswered(one));
    }
    const after = await order.send(await pay(), 'the genuine event after');
    evidence.push({ name: after.name, seq: after.seq, expected: 'accepted', seen: sayAnswer(after), isMet: after.isTaken });
    if (!after.isTaken) {
      return {
        verdict: 'fail',
        sentence: `After garbage the app no longer takes genuine events: it answered ${sayAnswer(after)}.`,
        evidence,
      };
    }
    const crashed = all.filter(hasCrashed);
    if (crashed.length > 0) return { verdict: 'fail', sentence: `The app does not refuse cleanly: ${tell(crashed)}.`, evidence };
    const odd = all.filter((one) => !isFine(one));
    if (odd.length > 0)
      return { verdict: 'warn', sentence: `The app should refuse with 4xx within a second: ${tell(odd)}.`, evidence };
    return {
      verdict: 'pass',
      sentence: `The app was sent ${all.length} kinds of garbage, did not act on any, and lived on.`,
      evidence,
    };
  },
};

interface Answered {
  garbage: Garbage;
  sent: Sent;
}

function hasCrashed({ garbage, sent }: Answered): boolean {
  return (sent.status ?? 0) >= 500 || (sent.status === null && !garbage.mayBeCut);
}

function isFine({ garbage, sent }: Answered): boolean {
  if (takesAtLeast(sent) > MAX_MS) return false;
  return sent.isRefused || (garbage.mayBeTaken === true && sent.isTaken) || (garbage.mayBeCut === true && sent.status === null);
}

function tellAnswered(one: Answered): CheckEvidence {
  const { garbage, sent } = one;
  return {
    name: sent.name,
    seq: sent.seq,
    expected: `${garbage.mayBeTaken ? '4xx, or taken and ignored,' : '4xx'} within ${MAX_MS / 1_000} s`,
    seen: `${sayAnswer(sent)} in ${Math.round(sent.latencyMs)} ms`,
    isMet: isFine(one),
  };
}

async function listGarbage(exam: Exam, genuine: Genuine): Promise<Garbage[]> {
  const body = genuine.event.body;
  const headers = await exam.signedHeaders(genuine);
  const asText = headers.map(([name, value]): [string, string] => [
    name,
    name.toLowerCase() === 'content-type' ? 'text/plain' : value,
  ]);
  return [
    { name: 'JSON that breaks off', craft: { body: body.slice(0, -2) } },
    { name: 'a body that is no object', craft: { body: '"paid"' }, mayBeTaken: true },
    { name: 'an empty body', craft: { body: '' } },
    { name: 'a text that is no event', craft: { signing: 'kept', headers: asText, body: 'hello' } },
    {
      name: 'a body of 1 MB',
      craft: { body: JSON.stringify({ filler: 'x'.repeat(MANY_BYTES) }) },
      mayBeCut: true,
      mayBeTaken: true,
    },
    { name: `${DEPTH} nested lists`, craft: { body: '['.repeat(DEPTH) + ']'.repeat(DEPTH) }, mayBeTaken: true },
    {
      name: 'keys that are names of the language',
      craft: { body: '{"__proto__":{"paid":true},"constructor":{"prototype":{"paid":true}}}' },
      mayBeTaken: true,
    },
    {
      name: 'bytes that are no UTF-8',
      craft: { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
      mayBeTaken: true,
    },
  ];
}

function tell(all: readonly { sent: Sent }[]): string {
  const told = all.map(
    ({ sent }) =>
      `${sent.name} was answered ${sayAnswer(sent)}${takesAtLeast(sent) > MAX_MS ? ` after ${Math.round(sent.latencyMs)} ms` : ''}`,
  );
  return told.length <= 4 ? told.join('; ') : `${told.slice(0, 4).join('; ')}; and ${told.length - 4} more`;
}
