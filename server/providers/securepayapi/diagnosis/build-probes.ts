import type { Header } from '../../../protocol/records.js';
import type { DiagnosisContext, DiagnosisProbe } from '../../provider.js';
import { buildAttemptHeaders } from '../delivery.js';
import { toTimestamp } from '../signature.js';
import { Answers } from './answers.js';
import { constructWrongly } from './construction.js';
import { findMistake } from './mistakes.js';
import { buildPlainBody, buildUnicodeBody, buildUnusualBody } from './probe-bodies.js';
import {
  bodyFollowUps,
  family,
  MAX_PROBES,
  ON_THE_WAY_MS,
  OTHER_SIGNATURE_NAMES,
  OTHER_TIMESTAMP_NAMES,
  ownClockProbes,
  rareFamily,
  SKEW_WORTH_A_PROBE_MS,
  USUAL_PROBES,
  unicodeFollowUps,
} from './probe-plan.js';

/** @see ProviderDiagnosis.buildProbes */
export function buildProbes(context: DiagnosisContext): DiagnosisProbe[] {
  const answers = new Answers(context.results);
  const maker = new ProbeMaker(context);
  const left = planProbes(answers, maker).filter(({ id }) => !answers.has(id));
  return left.slice(0, Math.max(0, MAX_PROBES - answers.all.length));
}

function planProbes(answers: Answers, maker: ProbeMaker): DiagnosisProbe[] {
  const first = [maker.genuine(), maker.forged()];
  const genuine = answers.get('genuine');
  if (genuine === undefined) return first;
  // Whoever does not answer, sends elsewhere or has enough of us is not asked again.
  const hasStopped = answers.all.some(({ status }) => status === null || status === 429 || (status >= 300 && status < 400));
  if (hasStopped) return [];
  if (!answers.has('forged')) return first;
  if (answers.accepts('forged')) return [];
  return answers.accepts('genuine')
    ? planAfterAcceptance(answers, maker)
    : planAfterRefusal(answers, maker, genuine.clockOffsetMs);
}

/** It verifies somehow; what is left is whether over the bytes as they are. */
function planAfterAcceptance(answers: Answers, maker: ProbeMaker): DiagnosisProbe[] {
  // First: what such a receiver refuses beside it, it refuses because a second ended on the way.
  if (!answers.has('on-the-way')) return [maker.unsigned(), maker.onTheWay()];
  if (ownClockProbes.some((id) => answers.accepts(id))) return [];
  const ownClock = ownClockProbes.map((id) => maker.atOwnClock(id));
  if (answers.refuses('on-the-way') && !ownClock.every(({ id }) => answers.has(id))) return ownClock;
  const probes = [maker.unsigned(), maker.unicode(), maker.unusual(), maker.lowerCaseNames()];
  if (!probes.every(({ id }) => answers.has(id))) return probes;
  const more = [
    ...(answers.refuses('unusual') ? bodyFollowUps.map((id) => maker.mistaken(id, 'unusual')) : []),
    ...(answers.refuses('unicode') ? unicodeFollowUps.map((id) => maker.mistaken(id, 'unicode')) : []),
  ];
  // The last one: whoever was asked it was asked everything.
  if (more.length === 0) return [maker.withNewline()];
  return stopWhenAccepted(more, answers);
}

/** Once one of the family is accepted, the genuine one is sent again: was it only that the receiver changed its mind? */
function planAfterRefusal(answers: Answers, maker: ProbeMaker, clockOffsetMs: number | null): DiagnosisProbe[] {
  const isSkewed = clockOffsetMs !== null && Math.abs(clockOffsetMs) > SKEW_WORTH_A_PROBE_MS;
  const probes = [
    maker.unsigned(),
    ...(isSkewed ? [maker.atTimeOfReceiver(clockOffsetMs)] : []),
    maker.otherNames(),
    maker.lowerCaseNames(),
    maker.inMilliseconds(),
    maker.withPublishableKey(),
    ...maker.listFamily(family),
  ].slice(0, USUAL_PROBES);
  const rare = maker.listFamily([...family, ...rareFamily]).filter(({ id }) => rareFamily.includes(id));
  const accepted = answers.listAccepted([...probes, ...rare].map(({ id }) => id).filter((id) => id !== 'unsigned'));
  if (accepted.length === 0) {
    const areUsualThrough = probes.every(({ id }) => answers.has(id));
    return areUsualThrough && answers.mayVerify() ? rare : probes;
  }
  const again = maker.genuineAgain();
  if (!accepted.includes('other-names')) return [again];
  return [again, ...stopWhenAccepted(maker.singleNames(), answers)];
}

function stopWhenAccepted(probes: readonly DiagnosisProbe[], answers: Answers): DiagnosisProbe[] {
  return probes.some(({ id }) => answers.accepts(id)) ? [] : [...probes];
}

type BodyKind = 'plain' | 'unicode' | 'unusual';

class ProbeMaker {
  readonly #context: DiagnosisContext;
  readonly #bodies: Record<BodyKind, string>;

  constructor(context: DiagnosisContext) {
    this.#context = context;
    const plain = buildPlainBody(context.event.body);
    this.#bodies = { plain, unicode: buildUnicodeBody(plain), unusual: buildUnusualBody(plain) };
  }

  genuine(): DiagnosisProbe {
    return this.#right('genuine', 'a receiver that verifies as it should');
  }

  genuineAgain(): DiagnosisProbe {
    return this.#right('genuine-again', 'a receiver that verifies as it should, once more');
  }

  forged(): DiagnosisProbe {
    const signature = this.#sign(this.#bodies.plain, { secret: 'a secret that nobody has' });
    return this.#make('forged', 'nobody: it is signed with another secret', this.#headers({ signature }));
  }

  unsigned(): DiagnosisProbe {
    const headers = this.#headers({ signature: '' }).filter(([name]) => name !== 'X-Signature');
    return this.#make('unsigned', 'nobody: it has no X-Signature', headers);
  }

  unicode(): DiagnosisProbe {
    return this.#right('unicode', 'a receiver that verifies characters beyond ASCII in UTF-8', 'unicode');
  }

  unusual(): DiagnosisProbe {
    return this.#right('unusual', 'a receiver that verifies the bytes and not what it parsed', 'unusual');
  }

  withNewline(): DiagnosisProbe {
    const body = `${this.#bodies.plain}\n`;
    const headers = this.#headers({ signature: this.#sign(body) });
    return { ...this.#make('newline', 'a receiver that does not trim the body', headers), body };
  }

  lowerCaseNames(): DiagnosisProbe {
    const { headers } = this.genuine();
    const lower = headers.map(([name, value]): Header => [name.toLowerCase(), value]);
    return this.#make('lower-case-names', 'a receiver that finds headers by their names in lower case', lower);
  }

  /** Signed a moment ago, as one that was on its way for so long. */
  onTheWay(): DiagnosisProbe {
    const timestamp = toTimestamp(this.#context.nowMs - ON_THE_WAY_MS);
    const headers = this.#headers({ timestamp, signature: this.#sign(this.#bodies.plain, { timestamp }) });
    return this.#make('on-the-way', 'a receiver that signs X-Timestamp and allows for the way', headers);
  }

  atOwnClock(id: string): DiagnosisProbe {
    const timestamp = toTimestamp(this.#context.nowMs - ON_THE_WAY_MS);
    const headers = this.#headers({ timestamp, signature: this.#sign(this.#bodies.plain) });
    return this.#make(id, 'a receiver that signs the time of its own clock', headers);
  }

  inMilliseconds(): DiagnosisProbe {
    const timestamp = String(this.#context.nowMs);
    const headers = this.#headers({ timestamp, signature: this.#sign(this.#bodies.plain, { timestamp }) });
    return this.#make('header-in-milliseconds', 'a receiver that takes X-Timestamp for milliseconds', headers);
  }

  atTimeOfReceiver(offsetMs: number): DiagnosisProbe {
    const timestamp = toTimestamp(this.#context.nowMs + offsetMs);
    const headers = this.#headers({ timestamp, signature: this.#sign(this.#bodies.plain, { timestamp }) });
    return this.#make('time-of-receiver', 'a receiver whose clock is right', headers);
  }

  withPublishableKey(): DiagnosisProbe {
    const secret = this.#context.account.keys.publishableKey ?? '';
    const headers = this.#headers({ signature: this.#sign(this.#bodies.plain, { secret }) });
    return this.#make('publishable-key', 'a receiver that uses the publishable key', headers);
  }

  otherNames(): DiagnosisProbe {
    return this.#named(
      'other-names',
      'a receiver that reads headers of other names',
      OTHER_SIGNATURE_NAMES,
      OTHER_TIMESTAMP_NAMES,
    );
  }

  /** Which of the other names it was. */
  singleNames(): DiagnosisProbe[] {
    return OTHER_SIGNATURE_NAMES.map((name) =>
      this.#named(`name-${name.toLowerCase()}`, `a receiver that reads ${name}`, [name], OTHER_TIMESTAMP_NAMES),
    );
  }

  /** A delivery that is right for a receiver with this habit. */
  mistaken(id: string, kind: BodyKind = 'plain'): DiagnosisProbe {
    const { habit, change } = findMistake(id);
    const message = { secret: this.#secret, timestamp: this.#timestamp, body: Buffer.from(this.#bodies[kind]) };
    const signature = constructWrongly(message, change) ?? '';
    const probe = this.#make(kind === 'plain' ? id : `${kind}-${id}`, `a receiver that ${habit}`, this.#headers({ signature }));
    return { ...probe, body: this.#bodies[kind] };
  }

  /** Of a family, those that differ from the genuine one and from each other. */
  listFamily(ids: readonly string[]): DiagnosisProbe[] {
    const seen = new Set([this.#sign(this.#bodies.plain)]);
    return ids
      .map((id) => this.mistaken(id))
      .filter(({ headers }) => {
        const signature = headers.find(([name]) => name === 'X-Signature')?.[1] ?? '';
        if (signature === '' || seen.has(signature)) return false;
        seen.add(signature);
        return true;
      });
  }

  get #secret(): string {
    return this.#context.account.keys.secretKey ?? '';
  }

  get #timestamp(): string {
    return toTimestamp(this.#context.nowMs);
  }

  #right(id: string, rightFor: string, kind: BodyKind = 'plain'): DiagnosisProbe {
    const body = this.#bodies[kind];
    return { ...this.#make(id, rightFor, this.#headers({ signature: this.#sign(body) })), body };
  }

  #named(id: string, rightFor: string, signatures: readonly string[], timestamps: readonly string[]): DiagnosisProbe {
    const signature = this.#sign(this.#bodies.plain);
    const more: Header[] = [
      ...signatures.map((name): Header => [name, signature]),
      ...timestamps.map((name): Header => [name, this.#timestamp]),
    ];
    return this.#make(id, rightFor, [...this.#headers({ signature }), ...more]);
  }

  #make(id: string, rightFor: string, headers: Header[]): DiagnosisProbe {
    return { id, rightFor, headers, body: this.#bodies.plain };
  }

  #sign(body: string, other: { secret?: string; timestamp?: string } = {}): string {
    return constructWrongly({ secret: this.#secret, timestamp: this.#timestamp, ...other, body: Buffer.from(body) }) ?? '';
  }

  /** As the provider sends them, with these two values. */
  #headers({ signature, timestamp = this.#timestamp }: { signature: string; timestamp?: string }): Header[] {
    const { account, event, nowMs } = this.#context;
    const values = new Map([
      ['X-Signature', signature],
      ['X-Timestamp', timestamp],
    ]);
    return buildAttemptHeaders({ account, event, body: event.body, nowMs }).map(([name, value]) => [
      name,
      values.get(name) ?? value,
    ]);
  }
}
