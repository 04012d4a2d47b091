import type { CheckEvidence } from '../../protocol/check-records.js';
import type { BodyVariant } from '../../providers/provider.js';
import { encryptionAdvice } from '../advice/encryption.js';
import type { Check, Finding } from '../check.js';
import type { Exam } from '../exam/exam.js';
import { InconclusiveError } from '../exam/inconclusive-error.js';
import { type Sent, sayAnswer, tellSent } from '../exam/sent.js';
import { tempt } from '../exam/tempt.js';
import { judgeActs } from './judge-acts.js';
import { findEncryptionObstacle } from './obstacles.js';

export const enc1: Check = {
  id: 'ENC-1',
  title: 'Encrypted events are read, unreadable ones refused',
  severity: 'low',
  advice: encryptionAdvice,
  findObstacle: findEncryptionObstacle,
  // For its time every event of the account is encrypted.
  isAlone: true,
  async run(exam) {
    const { encryption } = exam.profile;
    const key = exam.encryptionKey ?? (encryption && exam.lane.keys(exam.provider.name)[encryption.keyName]);
    if (!encryption || key === undefined) throw new InconclusiveError('the account has no key to encrypt events with');
    const wish = encryption.enable(key);
    const before = await exam.account();
    const isUsual = Object.entries(wish.settings).every(([name, value]) => before.settings[name] === value);
    return await exam.borrowed.during(wish, () => judgeEncrypted(exam, key, isUsual));
  },
};

/** @param isUsual the account encrypts its events at other times, too. */
async function judgeEncrypted(exam: Exam, key: string, isUsual: boolean): Promise<Finding> {
  const { encryption } = exam.profile;
  const good = await exam.order();
  const paid = await good.pay();
  // Said explicitly, it does not count as an ordinary event: an app need not read it.
  const valid = await good.send(paid, 'a valid encrypted event', { signing: 'fresh' });
  if (valid.status === null)
    throw new InconclusiveError(`a valid encrypted event got ${sayAnswer(valid)}, so nothing can be concluded`);
  const hasActed = valid.isTaken ? await good.waitForAct() : false;
  const evidence: CheckEvidence[] = [tellSent(valid, 'accepted, and acted on', valid.isTaken && hasActed !== false)];
  if (hasActed === false) {
    const what = `did not act on a valid encrypted event (${sayAnswer(valid)})`;
    if (isUsual || exam.encryptionKey !== undefined)
      return { verdict: 'fail', sentence: `The app ${what}, although it has the key.`, evidence };
    return {
      verdict: 'skipped',
      sentence: `Skipped: the app ${what}, and need not: the account does not encrypt its events. If it should, add --encryption-key.`,
      evidence,
    };
  }
  const { order, event, pay } = await tempt(exam, { order: good, paid });
  const sent: Sent[] = [];
  // As bytes, so that they go out as they are.
  const sendBroken = ({ name, body }: BodyVariant) => order.send(event, name, { body: Buffer.from(body) });
  const broken = encryption?.broken(event.body, key) ?? [];
  for (const variant of broken) sent.push(await sendBroken(variant));
  const [first] = broken;
  const again = first && (await sendBroken({ ...first, name: `${first.name}, once more` }));
  const open = await exam.order();
  const openPaid = await open.pay();
  const plain = await open.send(openPaid, 'an event that is not encrypted', { body: Buffer.from(openPaid.body) });
  if (exam.hasProbe) await order.settle();
  const acts = await order.countActs();
  const plainActs = await open.countActs();
  const plainLookups = await open.lookups();
  evidence.push(
    ...[...sent, ...(again ? [again] : [])].map((one) => tellSent(one, 'refused: 4xx', one.isRefused)),
    ...judgeActs('the order of the unreadable events', acts, 0),
    tellSent(plain, 'refused, or taken for a hint only', null),
  );
  if (acts !== null && acts > 0)
    return { verdict: 'fail', sentence: 'The app was sent events that nobody can read, and acted on them.', evidence };
  evidence.push(await exam.deliver(order, await pay(), 'the genuine event after'));
  const crashed = sent.filter(({ status }) => status === null || status >= 500);
  if (crashed.length > 0)
    return { verdict: 'fail', sentence: `The app does not refuse unreadable events cleanly: ${sayAll(crashed)}.`, evidence };
  if (acts === null) {
    return {
      verdict: 'inconclusive',
      sentence: 'The app was sent events that nobody can read; whether it acted on any of them cannot be seen without --probe.',
      evidence,
    };
  }
  const taken = sent.filter(({ isTaken }) => isTaken);
  if (taken.length > 0) {
    return {
      verdict: 'warn',
      sentence: `The app acknowledged events that it cannot read, so they are lost: ${sayAll(taken)}.`,
      evidence,
    };
  }
  // A reply that is another one each time, as one with the id of the request is, tells nothing of what was wrong.
  const isSteady = again === undefined || again.reply === sent[0]?.reply;
  const [usual, other] = [...new Map(sent.map((one) => [`${one.status} ${isSteady ? one.reply : ''}`, one])).values()];
  if (usual && other) {
    return {
      verdict: 'warn',
      sentence: `The app's answers tell what was wrong inside (${usual.name}: ${sayReply(usual)}; ${other.name}: ${sayReply(other)}); enough of them let a stranger decrypt events.`,
      evidence,
    };
  }
  if (isUsual && plainActs !== null && plainActs > 0 && plainLookups.length === 0) {
    return {
      verdict: 'warn',
      sentence: 'The account encrypts its events, and the app acted on one that was not encrypted without asking the provider.',
      evidence,
    };
  }
  return {
    verdict: 'pass',
    sentence: `The app read an encrypted event and refused ${sent.length} unreadable ones alike.`,
    evidence,
  };
}

function sayAll(all: readonly Sent[]): string {
  return all.map((one) => `${one.name} was answered ${sayAnswer(one)}`).join('; ');
}

function sayReply(one: Sent): string {
  return one.reply === '' ? sayAnswer(one) : `${sayAnswer(one)} "${one.reply.slice(0, 60)}"`;
}
