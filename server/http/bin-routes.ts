import type { Socket } from 'node:net';
import type Koa from 'koa';
import type { Engine } from '../engine/engine.js';
import { captureBody } from '../log/capture.js';
import { maskBytes } from '../log/mask-bytes.js';
import type { Redactor } from '../log/redact.js';
import { MAX_BODY_BYTES } from '../protocol/limits.js';
import type { CapturedBody, Header } from '../protocol/records.js';
import { captureReply, captureRequest } from './capture-exchange.js';

const PREFIX = '/_paystage/bin/';

/** The built-in receiver: records whatever arrives at `/_paystage/bin/<name>` and answers what it was told. */
export function createBinRoutes(engine: Engine, redact: Redactor): Koa.Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(PREFIX)) return next();
    const name = ctx.path.slice(PREFIX.length);
    const answer = engine.bins.answerOf(name);
    const lane = engine.lanes.of(engine.bins.laneOf(name));
    const { bytes, sizeBytes } = await readBytes(ctx.req);
    if (answer.delayMs > 0) await wait(answer.delayMs, ctx.req.socket);
    ctx.body = answer.body === '' ? null : answer.body;
    ctx.status = answer.status;
    if (answer.body !== '') ctx.type = looksLikeJson(answer.body) ? 'json' : 'text/plain';
    // A type that was asked for takes the place of ours: Koa throws at two.
    if (answer.headers.some(([header]) => header.toLowerCase() === 'content-type')) ctx.remove('Content-Type');
    for (const [header, value] of answer.headers) ctx.append(header, value);
    if (engine.log.storageProblem || !lane.isOpen) return;
    const rules = { redact, credentialHeaders: [], secretFields: [] };
    const request = captureRequest(ctx, '', rules);
    if (bytes.length > 0) request.body = captureReceived(bytes, sizeBytes, redact);
    const headers: Header[] = Object.entries(ctx.response.headers).map(([header, value]): Header => [header, String(value)]);
    engine.log.append(lane.name, lane.clock.nowMs(), {
      type: 'bin.received',
      bin: name,
      request,
      response: captureReply(answer.status, headers, answer.body, rules),
    });
  };
}

/**
 * In real ms, or until the caller is gone, as when the stage ends and cuts its connections. The socket tells it: an answer that waits its turn
 * behind another one does not.
 */
function wait(ms: number, socket: Socket): Promise<void> {
  if (socket.destroyed) return Promise.resolve();
  // As many as wait for an answer on this connection, which is no leak.
  socket.setMaxListeners(0);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      socket.off('close', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    socket.once('close', done);
  });
}

/** What is longer than a record keeps is read and thrown away. */
async function readBytes(request: AsyncIterable<Buffer>): Promise<{ bytes: Buffer; sizeBytes: number }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    if (sizeBytes < MAX_BODY_BYTES) chunks.push(chunk);
    sizeBytes += chunk.length;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES), sizeBytes };
}

function captureReceived(bytes: Buffer, sizeBytes: number, redact: Redactor): CapturedBody {
  const isCut = sizeBytes > bytes.length;
  const masked = maskBytes(bytes, redact, isCut);
  return isCut ? captureBody(masked, MAX_BODY_BYTES, sizeBytes) : captureBody(masked);
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
