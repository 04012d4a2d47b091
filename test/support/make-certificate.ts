import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
  privateKey: KeyObject;
  name: string;
}

export interface CertificateOptions {
  /** Common name, and the DNS name when it is not an authority. */
  name: string;
  /** Self-signed when left out. */
  issuer?: Certificate;
  notBefore?: Date;
  notAfter?: Date;
}

const ECDSA_WITH_SHA256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
const COMMON_NAME = [0x55, 0x04, 0x03];
const SUBJECT_ALT_NAME = [0x55, 0x1d, 0x11];
const BASIC_CONSTRAINTS = [0x55, 0x1d, 0x13];
const DAY_MS = 86_400_000;

/** Makes an X.509 certificate (RFC 5280) with a new key, so that no key lies in the repository. Self-signed ones can sign others. */
export function makeCertificate({ name, issuer, notBefore, notAfter }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(der(0x06, ECDSA_WITH_SHA256));
  const extensions = [
    sequence(der(0x06, SUBJECT_ALT_NAME), der(0x04, sequence(der(0x82, Buffer.from(name))))),
    ...(issuer === undefined ? [sequence(der(0x06, BASIC_CONSTRAINTS), der(0x04, sequence(der(0x01, [0xff]))))] : []),
  ];
  const toBeSigned = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, [Math.floor(Math.random() * 0x7f) + 1, ...Buffer.from(String(process.hrtime.bigint()))]),
    algorithm,
    nameOf(issuer?.name ?? name),
    sequence(time(notBefore ?? new Date(Date.now() - DAY_MS)), time(notAfter ?? new Date(Date.now() + DAY_MS))),
    nameOf(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', toBeSigned, issuer?.privateKey ?? privateKey);
  const certificate = sequence(toBeSigned, algorithm, der(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const base64 = certificate
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    name,
  };
}

function der(tag: number, content: Buffer | readonly number[]): Buffer {
  const bytes = Buffer.from(content);
  const { length } = bytes;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), bytes]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function nameOf(name: string): Buffer {
  return sequence(der(0x31, sequence(der(0x06, COMMON_NAME), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}
