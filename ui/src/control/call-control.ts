import { CLIENT_HEADER, LIVE_PAGE_CLIENT } from '../../../server/protocol/live-page.js';
import { findWrongId, tellWrongId } from '../../../server/reading/wrong-id.js';

/** A call of the control plane that did not do what was asked, in the harness's own words. */
export interface ControlFailure {
  code: string;
  message: string;
  hint: string | null;
}

export type ControlResult<T> = { ok: true; value: T } | { ok: false; failure: ControlFailure };

/** One call of the control plane; `path` below `/_paystage/api`. Never throws: what went wrong is part of the result. */
export type CallControl = <T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<ControlResult<T>>;

const BASE = '/_paystage/api';
const UNREACHABLE: ControlFailure = {
  code: 'unreachable',
  message: 'The stage did not answer.',
  hint: 'See whether it still runs; the page connects again by itself.',
};

export function createCallControl(authHeaders: Record<string, string>): CallControl {
  return async <T>(method: string, path: string, body?: unknown): Promise<ControlResult<T>> => {
    const wrong = findWrongId(path);
    if (wrong !== null) return { ok: false, failure: { code: 'invalid_id', message: tellWrongId(wrong), hint: null } };
    try {
      const response = await fetch(BASE + path, {
        method,
        cache: 'no-store',
        headers: {
          ...authHeaders,
          [CLIENT_HEADER]: LIVE_PAGE_CLIENT,
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      const reply: unknown = await response.json();
      if (response.ok) return { ok: true, value: reply as T };
      return { ok: false, failure: readFailure(reply, response.status) };
    } catch {
      return { ok: false, failure: UNREACHABLE };
    }
  };
}

const IN_SAVED_LOG: ControlFailure = {
  code: 'saved_log',
  message: 'This is a saved log: nothing can be changed from here.',
  hint: 'Go back to the live stage.',
};

/** Lets nothing through that would change the stage, which runs on behind a saved log. */
export function refuseChanges(call: CallControl): CallControl {
  return async (method, path, body) => (method === 'GET' ? call(method, path, body) : { ok: false, failure: IN_SAVED_LOG });
}

function readFailure(reply: unknown, status: number): ControlFailure {
  const error = isObject(reply) && isObject(reply.error) ? reply.error : {};
  return {
    code: typeof error.code === 'string' ? error.code : `http_${status}`,
    message: typeof error.message === 'string' ? error.message : `The stage answered ${status}.`,
    hint: typeof error.hint === 'string' ? error.hint : null,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
