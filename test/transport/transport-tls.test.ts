import { describe, expect, test } from 'vitest';
import { answer, rawThenClose } from '../support/bad-behaviours.js';
import { makeCertificate } from '../support/make-certificate.js';
import {
  expectAnswer,
  expectFailure,
  makeRequest,
  makeTransport,
  startTarget,
  TIMEOUT_MS,
  TIMEOUT_WORDS,
  TIMER_SLACK_MS,
} from './transport-setup.js';

const authority = makeCertificate({ name: 'Stage test authority' });
const good = makeCertificate({ name: 'localhost', issuer: authority });
const expired = makeCertificate({ name: 'localhost', issuer: authority, notBefore: new Date(0), notAfter: new Date(86_400_000) });
const early = makeCertificate({ name: 'localhost', issuer: authority, notBefore: new Date(Date.now() + 3_600_000) });
const otherName = makeCertificate({ name: 'other.test', issuer: authority });
const selfSigned = makeCertificate({ name: 'localhost' });

const makeTrusting = () => makeTransport({ caCertificates: authority.cert });

describe('A8 TLS', () => {
  test('A8 works with an authority that is trusted, on connections that are kept', async () => {
    const target = await startTarget({ tls: good });
    target.always(answer(200, { body: 'hello' }));
    const transport = makeTrusting();
    for (let count = 0; count < 3; count++) {
      const result = expectAnswer(await transport.send(makeRequest(target.url('/', 'localhost'))));
      expect(result).toMatchObject({ status: 200, remoteAddress: `127.0.0.1:${target.port}` });
    }
    expect(target.connections).toBe(1);
  });

  test.each([
    ['self-signed', selfSigned, 'its certificate is self-signed (DEPTH_ZERO_SELF_SIGNED_CERT)'],
    ['expired', expired, 'its certificate has expired (CERT_HAS_EXPIRED)'],
    ['not valid yet', early, 'its certificate is not valid yet (CERT_NOT_YET_VALID)'],
    ['for another name', otherName, 'its certificate is for other names: other.test (ERR_TLS_CERT_ALTNAME_INVALID)'],
  ])('A8 a certificate that is %s is refused with the reason and the ways out', async (_what, certificate, reason) => {
    const target = await startTarget({ tls: certificate });
    const transport = makeTrusting();
    const url = target.url('/', 'localhost');
    const failure = expectFailure(await transport.send(makeRequest(url)), 'tls', 'tls');
    expect(failure.message).toBe(`no TLS connection to localhost:${target.port}: ${reason}`);
    expect(failure.hint).toMatch(/NODE_EXTRA_CA_CERTS.*CA file.*http/);
    expect(target.requests).toEqual([]);
  });

  test('A8 an unknown authority is named as the reason', async () => {
    const target = await startTarget({ tls: good });
    const failure = expectFailure(await makeTransport().send(makeRequest(target.url('/', 'localhost'))), 'tls', 'tls');
    expect(failure.message).toContain('the authority that signed its certificate is not known here');
  });

  test('A8 TLS 1.0 is told as too old', async () => {
    const target = await startTarget({
      tls: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
    });
    const failure = expectFailure(await makeTrusting().send(makeRequest(target.url('/', 'localhost'))), 'tls', 'tls');
    expect(failure.message).toContain('it offers only a TLS version that is too old');
  });

  test('A8 plain HTTP on a port that was called with https', async () => {
    const target = await startTarget({
      onConnection: (socket) => {
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
        return true;
      },
    });
    const url = target.url('/', 'localhost').replace('http:', 'https:');
    const failure = expectFailure(await makeTransport().send(makeRequest(url)), 'tls', 'tls');
    expect(failure.message).toContain('it does not speak TLS; it may be a plain http app');
  });

  test('A8 a TLS app that was called with http', async () => {
    const alert = Buffer.from('15030100020246', 'hex');
    const target = await startTarget();
    target.next(rawThenClose(alert));
    const failure = expectFailure(await makeTransport().send(makeRequest(target.url())), 'tls', 'waiting for head');
    expect(failure.message).toBe(`127.0.0.1:${target.port} speaks TLS, but the URL says http`);
    expect(failure.hint).toContain(`https://127.0.0.1:${target.port}`);
  });

  test('A8 a real TLS app that was called with http and just hangs up', async () => {
    const target = await startTarget({ tls: good });
    const result = await makeTransport().send(makeRequest(target.url().replace('https:', 'http:')));
    expect(expectFailure(result, 'reset', 'waiting for head').hint).toContain('https');
  });

  test('A8 a handshake that stalls ends by the timer, in the phase "tls"', async () => {
    const target = await startTarget({ onConnection: (socket) => socket.resume() !== null });
    const url = target.url().replace('http:', 'https:');
    const failure = expectFailure(await makeTransport().send(makeRequest(url)), 'timeout', 'tls');
    expect(failure.message).toBe(`127.0.0.1:${target.port} did not finish the TLS handshake within ${TIMEOUT_WORDS}`);
    expect(failure.latencyMs).toBeLessThan(TIMEOUT_MS + TIMER_SLACK_MS);
  });

  test('A8 a handshake that is cut is a TLS failure', async () => {
    const target = await startTarget({
      onConnection: (socket) => {
        socket.once('data', () => socket.resetAndDestroy());
        return true;
      },
    });
    const failure = expectFailure(await makeTransport().send(makeRequest(target.url().replace('http:', 'https:'))), 'tls', 'tls');
    expect(failure.message).toContain('it ended the connection during the handshake');
  });

  test('A8 a client certificate that is asked for', async () => {
    const target = await startTarget({ tls: { ...good, requestCert: true, rejectUnauthorized: true, ca: authority.cert } });
    const failure = expectFailure(await makeTrusting().send(makeRequest(target.url('/', 'localhost'))), 'tls', 'tls');
    expect(failure.message).toContain('it asks for a client certificate');
  });
});
