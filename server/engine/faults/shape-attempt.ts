import type { Account } from '../../domain/account.js';
import { sayDuration } from '../../domain/duration.js';
import type { ActiveFault } from '../../domain/fault.js';
import type { Header } from '../../protocol/records.js';
import type { BodyVariation, View } from '../../providers/provider.js';
import type { DeliveryJob } from '../delivery/delivery-job.js';
import { spoilBody, toSignedVariation, truncateBody } from './shape-body.js';
import { dropHeader, mangleHeader } from './shape-headers.js';
import { replaceSigningKey, shiftOf } from './sign-wrongly.js';

export interface AttemptToShape {
  job: DeliveryJob;
  account: Account;
  nowMs: number;
  view: View;
}

export interface ShapedAttempt {
  headers: Header[];
  body: string | Buffer;
  /** What each fault did to headers and body, in one sentence. */
  sentences: ReadonlyMap<ActiveFault, string>;
}

/**
 * The message of an attempt with faults in it, step by step: the payload that is signed, key and time of the signature, what happens to
 * the body after it was signed, then the headers.
 */
export function shapeAttempt(faults: readonly ActiveFault[], { job, account, nowMs, view }: AttemptToShape): ShapedAttempt {
  const { provider, event } = job;
  const sentences = new Map<ActiveFault, string>();
  const variations: BodyVariation[] = [];
  for (const fault of faults) {
    const variation = toSignedVariation(fault);
    if (!variation) continue;
    variations.push(variation);
    sentences.set(fault, tellVariation(variation));
  }
  const varied = provider.varyBody(variations, event, account, view);
  const spoiling = faults.find(({ spec }) => spec.fault === 'malformed-body');
  const signed = spoiling ? spoilBody(varied, event.contentType) : varied;
  if (spoiling) sentences.set(spoiling, 'The body was made impossible to parse before it was signed.');

  let signer = account;
  let shiftMs = 0;
  for (const fault of faults) {
    if (fault.spec.fault === 'wrong-secret') {
      signer = replaceSigningKey(signer, fault, provider);
      sentences.set(fault, "It was signed with a key that is not the account's.");
    }
    const byMs = shiftOf(fault);
    shiftMs += byMs;
    if (byMs !== 0)
      sentences.set(fault, `It was signed for a time ${sayDuration(Math.abs(byMs))} ${byMs < 0 ? 'ago' : 'ahead'}.`);
  }
  const at = { event: { ...event, atMs: event.atMs + shiftMs }, nowMs: nowMs + shiftMs };
  let headers = provider.buildAttemptHeaders({ account: signer, body: signed, ...at });

  let body: string | Buffer = signed;
  const tampering = faults.find(({ spec }) => spec.fault === 'tampered-body');
  if (tampering) {
    const tampered = provider.varyBody([...variations, { kind: 'tampered' }], event, account, view);
    body = spoiling ? spoilBody(tampered, event.contentType) : tampered;
    sentences.set(tampering, `The amount in the body was changed${provider.signatureKey ? ' after it was signed' : ''}.`);
  }
  for (const fault of faults) {
    switch (fault.spec.fault) {
      case 'truncated-body': {
        const whole: Buffer = Buffer.from(body);
        body = truncateBody(whole, fault);
        sentences.set(fault, `Only ${body.length} of the ${whole.length} bytes of the body were sent, as if they were all.`);
        break;
      }
      case 'mangled-header':
      case 'missing-header': {
        const shape = fault.spec.fault === 'missing-header' ? dropHeader : mangleHeader;
        const shaped = shape(headers, fault, provider);
        headers = shaped.headers;
        sentences.set(fault, shaped.sentence);
      }
    }
  }
  return { headers, body, sentences };
}

function tellVariation(variation: BodyVariation): string {
  if (variation.kind === 'unknown-field') return `The payload had the further field "${variation.name}".`;
  return variation.kind === 'unknown-status' ? `The payload said the status "${variation.status}".` : 'The amount was changed.';
}
