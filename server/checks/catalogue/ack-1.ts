import { exactStatusAdvice } from '../advice/acknowledging.js';
import type { Check } from '../check.js';
import { sayAnswer, tellSent } from '../exam/sent.js';
import { findNoObstacle } from './obstacles.js';
import { sendGenuine } from './send-genuine.js';

export const ack1: Check = {
  id: 'ACK-1',
  title: 'Valid events are acknowledged with the exact status',
  severity: 'high',
  advice: exactStatusAdvice,
  findObstacle: findNoObstacle,
  isAlone: true,
  async run(exam) {
    const events = await sendGenuine(exam);
    const odd = events.filter(({ isAcknowledged }) => !isAcknowledged);
    const accepts = `${exam.provider.title} accepts ${exam.provider.deliveryRule(await exam.account()).acceptedWords}`;
    const shown = [...odd, ...events.filter(({ isAcknowledged }) => isAcknowledged)].slice(0, SHOWN);
    const evidence = shown.map((sent) => tellSent(sent, 'acknowledged', sent.isAcknowledged));
    const [first] = odd;
    if (!first) return { verdict: 'pass', sentence: `All ${events.length} valid events were acknowledged.`, evidence };
    return {
      verdict: 'fail',
      sentence: `${odd.length} of ${events.length} valid events were not acknowledged: ${first.name} was answered ${sayAnswer(first)}, and ${accepts}. Each is sent again until the schedule is used up.`,
      evidence,
    };
  },
};

const SHOWN = 20;
