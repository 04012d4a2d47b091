import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { Engine } from '../../engine/engine.js';
import type { Redactor } from '../../log/redact.js';
import type { ProbeTarget } from '../../transport/probe-target.js';
import type { Address } from '../address.js';
import type { ReportDefect } from '../error-handler.js';
import type { CheckDesk } from './check-desk.js';
import type { DemoDesk } from './demo-desk.js';

/** What a control route may use. */
export interface ControlContext {
  engine: Engine;
  address: Address;
  redact: Redactor;
  reportDefect: ReportDefect;
  probeTarget: ProbeTarget;
  checkDesk: CheckDesk;
  demoDesk: DemoDesk;
  version: string;
  params: Record<string, string>;
  query: URLSearchParams;
  request: IncomingMessage;
  /** The lane that the call is about; `default` when it names none. */
  lane: string;
  /** True when the call named its lane: it sees nothing of any other one then. Without, ids of every lane are found. */
  isLaneGiven: boolean;
}

/** One call of the control plane, as data: the router, the validation and the OpenAPI description all come from it. */
export interface ControlRoute<Body = unknown> {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/_paystage/api`, with `{name}` for one segment. */
  path: string;
  summary: string;
  /** True for a call about the stage as a whole, which does not exist below a lane. */
  isStageWide?: true;
  /** Query parameters by name, with what they mean. */
  query?: Record<string, string>;
  /** Checked before `handle` runs; a route without it takes no body. */
  body?: z.ZodType<Body>;
  /** True for a body of up to 2 MiB in place of 1 MiB. */
  takesLargeBody?: true;
  /** What the body is, where `body` leaves that to the handler, whose refusals say more. */
  documentedBody?: z.ZodType;
  reply: z.ZodType;
  /** HTTP status of the reply; 200 unless said otherwise. */
  status?: number;
  /** Media type of the reply; JSON unless said otherwise. */
  replyType?: string;
  /** Answers with a value that becomes JSON, or with a `Download`. */
  handle(context: ControlContext, body: Body): unknown;
}

/** A reply that is written piece by piece, as fast as its reader takes it, to be kept as a file. */
export class Download {
  constructor(
    readonly fileName: string,
    readonly pieces: AsyncIterable<string>,
    /** Media type, where the route has more than one. */
    readonly type?: string,
  ) {}
}

/** Keeps the type of the body between its schema and its handler. */
export function defineRoute<Body>(route: ControlRoute<Body>): ControlRoute {
  return route as ControlRoute;
}
