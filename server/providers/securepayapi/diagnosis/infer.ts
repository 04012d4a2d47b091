import type { Diagnosis, ProbeResult } from '../../provider.js';
import { Answers, isSuccess } from './answers.js';
import { mistakes } from './mistakes.js';
import {
  bodyFollowUps,
  ENOUGH_PROBES,
  family,
  OTHER_SIGNATURE_NAMES,
  ownClockProbes,
  rareFamily,
  unicodeFollowUps,
} from './probe-plan.js';
import { type Finding, tellDiagnosis } from './tell-diagnosis.js';

/** From here on a wrong clock is told also where it is not the cause. */
const SKEW_WORTH_TELLING_MS = 30_000;

/** @see ProviderDiagnosis.infer */
export function infer(results: readonly ProbeResult[]): Diagnosis {
  const limitedAt = results.findIndex(({ status }) => status === 429);
  const isLimitedLate = limitedAt >= ENOUGH_PROBES;
  const answers = new Answers(isLimitedLate ? results.slice(0, limitedAt) : results);
  const finding = findCause(answers);
  if (!isLimitedLate) return tellDiagnosis(finding, listFurther(answers));
  const limit = `It answered 429 after ${limitedAt} requests, so the rest was not tried.`;
  return tellDiagnosis({ ...finding, confidence: finding.confidence === 'certain' ? 'likely' : finding.confidence }, [
    ...listFurther(answers),
    limit,
  ]);
}

function findCause(answers: Answers): Finding {
  const genuine = answers.get('genuine');
  if (genuine === undefined) return { cause: 'unclear', confidence: 'possible', evidence: [], says: 'Nothing was sent yet.' };
  const stopped = findStop(answers, genuine);
  if (stopped) return stopped;
  if (answers.accepts('forged')) {
    if (answers.accepts('genuine')) return { cause: 'no-verification', confidence: 'certain', evidence: ['genuine', 'forged'] };
    const says = 'Your app refuses the genuine delivery and accepts a forged one.';
    return { cause: 'unclear', confidence: 'possible', evidence: ['genuine', 'forged'], says };
  }
  return answers.accepts('genuine') ? judgeAccepting(answers, genuine) : judgeRefusing(answers, genuine);
}

function findStop(answers: Answers, genuine: ProbeResult): Finding | null {
  const stop = answers.all.find(({ status }) => status === null || status === 429 || (status >= 300 && status < 400));
  if (stop === undefined) return null;
  const { probe, status, sentence, location } = stop;
  const told = { confidence: 'certain', evidence: [probe.id] } as const;
  if (status === 429) return { cause: 'rate-limited', ...told };
  if (status === null && stop !== genuine)
    return {
      cause: 'crashing',
      confidence: 'likely',
      evidence: ['genuine', probe.id],
      says: `Your app answered, and then no more: ${sentence}`,
    };
  if (status === null) return { cause: 'unreachable', ...told, says: `Your app does not answer: ${sentence}` };
  return {
    cause: 'redirecting',
    ...told,
    says: `Your app answers ${status} and sends the delivery to ${location ?? 'nowhere'}.`,
  };
}

/** It accepts the genuine delivery and refuses a forged one. */
function judgeAccepting(answers: Answers, genuine: ProbeResult): Finding {
  if (answers.accepts('unsigned')) return { cause: 'accepts-unsigned', confidence: 'certain', evidence: ['unsigned', 'forged'] };
  const [ownClock] = answers.listAccepted(ownClockProbes);
  if (ownClock !== undefined) {
    const says = 'Your app signs the time of its own clock in place of X-Timestamp; that goes well only within the same second.';
    return { cause: 'timestamp-changed', confidence: 'certain', evidence: ['genuine', 'on-the-way', ownClock], says };
  }
  const [unusual] = answers.listAccepted(bodyFollowUps.map((id) => `unusual-${id}`));
  if (unusual !== undefined) {
    const evidence = ['genuine', 'unusual', unusual];
    const habit =
      unusual === 'unusual-body-reserialised' ? undefined : mistakes.find(({ id }) => `unusual-${id}` === unusual)?.habit;
    return { cause: 'reserialised-body', confidence: 'certain', evidence, ...(habit && { says: `Your app ${habit}.` }) };
  }
  const [unicode] = answers.listAccepted(unicodeFollowUps.map((id) => `unicode-${id}`));
  if (unicode !== undefined) {
    const mistake = mistakes.find(({ id }) => `unicode-${id}` === unicode);
    const says = `Your app ${mistake?.habit}; that goes well only as long as everything is plain ASCII.`;
    return { cause: mistake?.cause ?? 'unclear', confidence: 'certain', evidence: ['genuine', 'unicode', unicode], says };
  }
  if (answers.refuses('unusual')) return { cause: 'reserialised-body', confidence: 'likely', evidence: ['genuine', 'unusual'] };
  if (answers.refuses('unicode')) return { cause: 'wrong-text-encoding', confidence: 'likely', evidence: ['genuine', 'unicode'] };
  if (answers.refuses('newline'))
    return {
      cause: 'changed-body',
      confidence: 'certain',
      evidence: ['genuine', 'newline'],
      says: 'Your app trims the body before it verifies it.',
    };
  if (answers.refuses('lower-case-names')) {
    const says = 'Your app finds the headers only when their names have capitals; proxies and HTTP/2 write them in lower case.';
    return { cause: 'signature-header-lost', confidence: 'certain', evidence: ['genuine', 'lower-case-names'], says };
  }
  if (answers.refuses('on-the-way')) {
    const says =
      'Your app refuses a delivery that was signed five seconds ago: it allows too little for the way, or signs another time than X-Timestamp.';
    return { cause: 'timestamp-changed', confidence: 'likely', evidence: ['genuine', 'on-the-way'], says };
  }
  const evidence = ['genuine', 'forged', 'unsigned', 'unicode', 'unusual', 'newline', 'on-the-way'].filter((id) =>
    answers.has(id),
  );
  if (genuine.code === 'acknowledged')
    return { cause: 'raw-body', confidence: answers.has('newline') ? 'certain' : 'likely', evidence };
  const { status } = genuine;
  const says = isSuccess(genuine)
    ? `Your app verifies as it should and answers ${status}; only 204 is an acknowledgement, so every event is delivered again.`
    : `Your app tells a genuine delivery from a forged one (${answers.get('forged')?.status}), so its check is right; but it answers ${status} to the genuine one, as for an order that it does not know.`;
  return { cause: 'accepts-but-wrong-status', confidence: 'certain', evidence, says };
}

/** It refuses the genuine delivery: whatever else it accepts tells why. */
function judgeRefusing(answers: Answers, genuine: ProbeResult): Finding {
  const special = ['time-of-receiver', 'header-in-milliseconds', 'other-names', 'lower-case-names', 'publishable-key'];
  const [accepted] = answers.listAccepted([...family, ...rareFamily, ...special]);
  if (accepted === undefined) return judgeRefusingAll(answers, genuine);
  if (answers.accepts('genuine-again')) {
    const says =
      'Your app refused the genuine delivery and accepted it a moment later: its answer does not depend on the delivery alone.';
    return { cause: 'unclear', confidence: 'likely', evidence: ['genuine', 'genuine-again'], says };
  }
  const isConfirmed = answers.refuses('genuine-again');
  const told = {
    confidence: isConfirmed ? 'certain' : 'likely',
    evidence: ['genuine', accepted, ...(isConfirmed ? ['genuine-again'] : [])],
  } as const;
  switch (accepted) {
    case 'time-of-receiver':
      return {
        cause: 'clock-skew',
        ...told,
        says: `Your app refuses a fresh timestamp, because its clock is ${tellSkew(genuine.clockOffsetMs ?? 0)}.`,
      };
    case 'header-in-milliseconds':
      return {
        cause: 'milliseconds',
        ...told,
        says: 'Your app takes X-Timestamp for milliseconds, so every delivery looks decades old to it.',
      };
    case 'lower-case-names':
      return {
        cause: 'signature-header-lost',
        ...told,
        says: 'Your app, or a proxy before it, finds the headers only when their names are in lower case.',
      };
    case 'publishable-key':
      return {
        cause: 'wrong-secret',
        ...told,
        says: 'Your app verifies with the publishable key (sp_client_...); the secret key signs.',
      };
    case 'other-names':
      return judgeOtherNames(answers, told);
    default: {
      const mistake = mistakes.find(({ id }) => id === accepted);
      return { cause: mistake?.cause ?? 'unclear', ...told, says: `Your app ${mistake?.habit}.` };
    }
  }
}

function judgeOtherNames(answers: Answers, told: Pick<Finding, 'confidence' | 'evidence'>): Finding {
  const name = OTHER_SIGNATURE_NAMES.find((candidate) => answers.accepts(`name-${candidate.toLowerCase()}`));
  const says = `Your app reads the signature from ${name === undefined ? 'a header of another name' : `the header ${name}`}; it comes in X-Signature, the time in X-Timestamp.`;
  const evidence = name === undefined ? told.evidence : [...told.evidence, `name-${name.toLowerCase()}`];
  return { cause: 'signature-header-lost', confidence: told.confidence, evidence, says };
}

const MISSING = 'missing|required|absent|not found|not provided|not present|no|without|lacks?';
const tellsMissing = (what: string) =>
  new RegExp(`\\b(${MISSING})\\b[^.,;]{0,40}${what}|${what}[^.,;]{0,40}\\b(${MISSING.replace('|no|', '|')})\\b`, 'i');
const SIGNATURE_MISSING = tellsMissing('signature');
const TIMESTAMP_MISSING = tellsMissing('timestamp');

/** Nothing that was sent is accepted. */
function judgeRefusingAll(answers: Answers, genuine: ProbeResult): Finding {
  const evidence = ['genuine', 'forged', 'unsigned'].filter((id) => answers.has(id));
  const { status, text } = genuine;
  const told = { confidence: 'likely', evidence } as const;
  if (answers.areAll((seen) => seen === 415)) return { cause: 'content-type-refused', ...told };
  if (answers.areAll((seen) => [404, 405, 410, 501].includes(seen)))
    return {
      cause: 'wrong-path',
      ...told,
      says: `Your app answers ${status} to everything: nothing takes a POST at this address.`,
    };
  if (answers.areAll((seen) => seen >= 500))
    return {
      cause: 'crashing',
      ...told,
      says: `Your app answers ${status} to everything: it breaks before it can say yes or no.`,
    };
  // Its own words, where they do not go for a delivery that has the header and a wrong value in it.
  const isAlike = answers.areAlike('genuine', 'unsigned');
  const isGeneral = /invalid|wrong|mismatch|bad|incorrect|not match|does(n't| not) match/i.test(text);
  if (isAlike && !isGeneral && SIGNATURE_MISSING.test(text))
    return {
      cause: 'signature-header-lost',
      ...told,
      says: 'Your app says that the signature is missing, although X-Signature was sent.',
    };
  if (!isGeneral && TIMESTAMP_MISSING.test(text))
    return {
      cause: 'timestamp-header-lost',
      ...told,
      says: 'Your app says that the timestamp is missing, although X-Timestamp was sent.',
    };
  if (answers.has('unsigned') && !isAlike)
    return {
      cause: 'wrong-secret',
      ...told,
      says: 'Your app reads the signature and refuses it cleanly, and no known mistake explains it: it has another secret.',
    };
  const says =
    'Your app refuses everything cleanly, and no known mistake explains it: most likely it has another secret. Its answer is the same without X-Signature, so the header may not arrive either.';
  return { cause: 'wrong-secret', confidence: 'possible', others: ['signature-header-lost'], evidence, says };
}

function listFurther(answers: Answers): string[] {
  const [genuine, forged] = [answers.get('genuine'), answers.get('forged')];
  if (genuine === undefined) return [];
  const further: string[] = [];
  const offsetMs = genuine.clockOffsetMs ?? 0;
  if (Math.abs(offsetMs) > SKEW_WORTH_TELLING_MS && !answers.accepts('time-of-receiver'))
    further.push(`Its clock is ${tellSkew(offsetMs)}, measured against the stage.`);
  if (genuine.code === 'acknowledged' && forged !== undefined && answers.refuses('forged') && isSuccess(forged))
    further.push(`It answers ${forged.status} to a forged delivery; say 401, so that a refusal looks like one.`);
  if (isSuccess(genuine) && genuine.code !== 'acknowledged')
    further.push(`It answers ${genuine.status}, and only 204 is an acknowledgement.`);
  if (answers.refuses('genuine') && answers.accepts('unsigned')) further.push('It accepts a delivery without a signature.');
  return further;
}

/** Completes "its clock is ...". */
function tellSkew(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  return `${seconds} s ${offsetMs > 0 ? 'fast' : 'slow'}`;
}
