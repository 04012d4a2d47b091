import type { Account } from '../domain/account.js';
import type { PaymentEvent } from '../domain/payment.js';
import type { AttemptCode, Header } from '../protocol/records.js';

/**
 * How a provider finds out in which way a receiver checks its deliveries: it sends some that are signed as a mistaken receiver would work the
 * signature out, so that the receiver accepts exactly the one that fits its mistake. Pure: what was answered goes in, what to send next comes out.
 */
export interface ProviderDiagnosis {
  /**
   * What is still to be sent, in order, in the light of what was answered so far; empty once the cause is as certain as it can be. Called
   * anew before every request, because times and what is worth knowing change.
   */
  buildProbes(context: DiagnosisContext): DiagnosisProbe[];
  /** What the answers mean. Also of no answers at all. */
  infer(results: readonly ProbeResult[]): Diagnosis;
}

export interface DiagnosisContext {
  /** With the secret that the receiver ought to have. */
  account: Account;
  /** What is delivered, again and again. */
  event: PaymentEvent;
  nowMs: number;
  results: readonly ProbeResult[];
}

export interface DiagnosisProbe {
  id: string;
  /** For which receiver this delivery would be right, completing "right for ...". */
  rightFor: string;
  headers: Header[];
  body: string;
}

export interface ProbeResult {
  probe: DiagnosisProbe;
  code: AttemptCode;
  /** Null when nothing was answered. */
  status: number | null;
  /** Of the answer, its beginning; empty where it is no text. */
  text: string;
  /** What happened, as the log says it. */
  sentence: string;
  location?: string;
  /** By how much the receiver's clock is ahead, as its Date header says; null without one. */
  clockOffsetMs: number | null;
}

export interface Diagnosis {
  cause: DiagnosedCause;
  /** True when the receiver checks as it should. */
  isRight: boolean;
  /** `certain`: no other known cause fits the answers. `possible`: others fit as well. */
  confidence: 'certain' | 'likely' | 'possible';
  /** Ids of causes that fit the answers as well, where no request could tell them apart. */
  others: readonly string[];
  /** Ids of the probes that tell it. */
  evidence: readonly string[];
  /** What else was noticed, one sentence each. */
  further: readonly string[];
}

export interface DiagnosedCause {
  /** Stable; docs/signatures.md lists them. */
  id: string;
  title: string;
  /** What the receiver does. */
  sentence: string;
  /** What has to be mended: how the body reaches the check, the secret, the check itself, the answer, or the way to the receiver. */
  concerns: 'nothing' | 'body' | 'secret' | 'check' | 'answer' | 'way';
  /** The usual fix, in words. */
  fix: string;
  /** The fix as code; null where it is not made in the handler. */
  snippets: Record<Framework, string> | null;
}

export type Framework = 'express' | 'fastify' | 'koa' | 'next';
