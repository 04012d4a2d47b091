import { leakAdvice } from '../advice/robustness.js';
import type { Check } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { type Sent, sayAnswer } from '../exam/sent.js';
import { findNoObstacle } from './obstacles.js';

const STACK = /\n[ \t]+at .+:\d+:\d+|node_modules\/|Traceback \(most recent|\.(?:js|ts|mjs|php|py|rb|java):\d+/;
const LONG_HEX = /\b[0-9a-f]{64}\b/i;

export const leak1: Check = {
  id: 'LEAK-1',
  title: 'Refusals give nothing away',
  severity: 'medium',
  advice: leakAdvice,
  findObstacle: findNoObstacle,
  isAlone: true,
  async run(exam) {
    const [known, strange] = [await exam.order(), await exam.strangeOrder()];
    const refused: Sent[] = [];
    for (const [order, name] of [
      [known, 'a broken body about a known order'],
      [strange, 'a broken body about a strange order'],
    ] as const)
      refused.push(await order.send(await order.pay(), name, { body: '{"broken":' }));
    const answers = exam.sent.filter(({ isGenuine, status }) => !isGenuine && (status ?? 0) >= 400);
    const leaks = answers.flatMap((sent) => {
      const what = findLeak(sent, exam);
      return what === null ? [] : [{ sent, what }];
    });
    const evidence = [
      ...leaks.map(({ sent, what }) => ({
        name: sent.name,
        seq: sent.seq,
        expected: 'nothing but the status',
        seen: `${sayAnswer(sent)} with ${what}`,
        isMet: false,
      })),
      ...refused.map((sent) => ({
        name: sent.name,
        seq: sent.seq,
        expected: 'the same answer to both',
        seen: sayAnswer(sent),
        isMet: refused[0]?.status === refused[1]?.status,
      })),
    ];
    const [first] = leaks;
    if (first) {
      return {
        verdict: 'fail',
        sentence: `${leaks.length} of ${answers.length} refusals give something away: the answer to ${first.sent.name} holds ${first.what}.`,
        evidence,
      };
    }
    if (refused[0]?.status !== refused[1]?.status) {
      return {
        verdict: 'warn',
        sentence: `The app answers differently to the same broken event, depending on whether it knows the order (${refused.map(sayAnswer).join(' and ')}): that tells which orders exist.`,
        evidence,
      };
    }
    return { verdict: 'pass', sentence: `None of ${answers.length} refusals gives anything away.`, evidence };
  },
};

function findLeak({ reply, replyHeaders }: Sent, exam: Exam): string | null {
  const text = [reply, ...replyHeaders.map(([, value]) => value)].join('\n');
  if (exam.secret !== '' && text.includes(exam.secret)) return 'the secret key';
  if (exam.provider.signatureHeaders.length > 0 && LONG_HEX.test(reply))
    return 'a signature, as a signing machine for whoever asks';
  return STACK.test(reply) ? 'a stack or a place in the code' : null;
}
