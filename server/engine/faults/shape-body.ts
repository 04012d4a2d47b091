import type { ActiveFault } from '../../domain/fault.js';
import { createChoice } from '../../domain/fault-choice.js';
import type { BodyVariation } from '../../providers/provider.js';

/** A change to the payload that is signed with it; undefined for any other fault. */
export function toSignedVariation({ spec }: ActiveFault): BodyVariation | undefined {
  if (spec.fault === 'unknown-field') return { kind: 'unknown-field', name: String(spec.name) };
  if (spec.fault === 'unknown-status') return { kind: 'unknown-status', status: String(spec.status) };
  return undefined;
}

/** A body that its own parser refuses: a comma too many in JSON, a broken escape in a form. */
export function spoilBody(body: string, contentType: string): string {
  return contentType.startsWith('application/json') ? `${body.slice(0, -1)},${body.slice(-1)}` : `${body}&broken=%E0%A4%A`;
}

/** The beginning of the body: as many bytes as the fault says, or as its seed chooses. */
export function truncateBody(body: Buffer, fault: ActiveFault): Buffer {
  const { keepBytes } = fault.spec;
  if (typeof keepBytes === 'number') return body.subarray(0, keepBytes);
  return body.subarray(0, 1 + choiceOf(fault).below(Math.max(1, body.length - 1)));
}

/** What a fault chooses by: its seed and which use of it this is, so that two uses differ and two runs do not. */
export function choiceOf({ spec, uses }: ActiveFault) {
  return createChoice(`${spec.seed} ${spec.fault} ${uses}`);
}
