import type { AttemptCode, DeliveryStatus } from '../protocol/records.js';
import { sayDuration } from './duration.js';

/** What the wire showed, reduced to what the rule needs. */
export type AttemptReply =
  | { kind: 'answered'; status: number; location?: string }
  | { kind: 'failed'; code: AttemptCode; message: string };

export interface AcknowledgementRule {
  /** Name of the provider for the sentence. */
  title: string;
  isAcknowledged(status: number): boolean;
  /** Completes "... accepts": `only 204`. */
  acceptedWords: string;
}

/** How a delivery stands before this attempt is judged. */
export interface DeliveryStanding {
  /** A delivery that was acknowledged once stays so, whatever a later manual attempt brings. */
  status: DeliveryStatus;
  /** Delay until the attempt that would follow; null when the schedule is used up. */
  retryInMs: number | null;
  isManual: boolean;
}

export interface AttemptVerdict {
  code: AttemptCode;
  sentence: string;
  deliveryStatus: DeliveryStatus;
}

/** Decides what an attempt means for its delivery and says it in one sentence. Redirects never count: nobody follows them (a followed 302 becomes a GET). */
export function judgeAttempt(reply: AttemptReply, rule: AcknowledgementRule, standing: DeliveryStanding): AttemptVerdict {
  const found = describeReply(reply, rule);
  if (found.code === 'acknowledged') return { code: found.code, sentence: `${found.clause}.`, deliveryStatus: 'acknowledged' };
  return {
    code: found.code,
    sentence: `${found.clause}${describeNext(rule.title, standing)}.`,
    deliveryStatus:
      standing.status === 'pending' && standing.retryInMs === null && !standing.isManual ? 'exhausted' : standing.status,
  };
}

/** Says what a delivery that somebody edited and resent came to. It tells something about the receiver and nothing about the delivery. */
export function judgeResend(reply: AttemptReply, rule: AcknowledgementRule): Pick<AttemptVerdict, 'code' | 'sentence'> {
  const { code, clause } = describeReply(reply, rule);
  return { code, sentence: `${clause}. Edited and resent, so the delivery stays as it was.` };
}

function describeReply(reply: AttemptReply, rule: AcknowledgementRule): { code: AttemptCode; clause: string } {
  if (reply.kind === 'failed') return { code: reply.code, clause: reply.message };
  const { status } = reply;
  if (rule.isAcknowledged(status)) return { code: 'acknowledged', clause: `answered ${status}, which ${rule.title} accepts` };
  if (status >= 300 && status < 400 && status !== 304) {
    const to = reply.location === undefined ? 'without a Location' : `to ${reply.location}`;
    return {
      code: 'redirect',
      clause: `answered ${status} ${to}; ${rule.title} does not follow redirects, so give it the final address`,
    };
  }
  return { code: 'not_acknowledged', clause: `answered ${status}; ${rule.title} accepts ${rule.acceptedWords}` };
}

function describeNext(title: string, standing: DeliveryStanding): string {
  if (standing.status === 'acknowledged') return '; it was acknowledged before, so nothing follows';
  if (standing.status === 'exhausted') return '; the schedule is used up, so only a manual redelivery calls again';
  // A manual attempt beside a running scheduled one: that one decides what follows.
  if (standing.retryInMs === null && standing.isManual) return '';
  if (standing.retryInMs === null) return `; that was the last attempt, so ${title} gives up (redeliver by hand)`;
  const when = standing.retryInMs <= 0 ? 'at once' : `in ${sayDuration(standing.retryInMs)}`;
  return `${standing.isManual ? '; the schedule goes on' : ', so it will call again'} ${when}`;
}
