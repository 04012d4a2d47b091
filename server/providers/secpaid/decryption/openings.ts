import { createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { open } from './open.js';

/** A way in which something may have been encrypted by mistake, and how to open that. */
export interface Opening {
  cause: string;
  /** Completes "it was encrypted ...". */
  how: string;
  open(bytes: Buffer, key: Buffer): Buffer | null;
}

const ZEROS = Buffer.alloc(16);
const hash = (name: string, bytes: Buffer) => createHash(name).update(bytes).digest();
const withIv =
  (iv: (key: Buffer) => Buffer): Opening['open'] =>
  (bytes, key) =>
    open(bytes, { cipher: 'aes-256-cbc', key, iv: iv(key) });
const withKey =
  (form: (key: Buffer) => Buffer): Opening['open'] =>
  (bytes, key) => {
    const formed = form(key);
    const iv = formed.subarray(0, 16);
    return (
      open(bytes, { cipher: 'aes-256-cbc', key: formed, iv }) ?? open(bytes, { cipher: 'aes-256-cbc', key: formed, iv: ZEROS })
    );
  };

export const openings: readonly Opening[] = [
  {
    cause: 'iv',
    how: 'with zeros for the initialisation vector; it is the first 16 bytes of the key',
    open: withIv(() => ZEROS),
  },
  {
    cause: 'iv',
    how: 'with the last 16 bytes of the key for the initialisation vector; it is the first 16',
    open: withIv((key) => key.subarray(16)),
  },
  {
    cause: 'iv',
    how: 'with an initialisation vector of its own, which stands before the ciphertext; it is the first 16 bytes of the key and is not sent',
    open: (bytes, key) => open(bytes.subarray(16), { cipher: 'aes-256-cbc', key, iv: bytes.subarray(0, 16) }),
  },
  {
    cause: 'iv',
    how: 'with the MD5 of the key for the initialisation vector; it is the first 16 bytes of the key',
    open: withIv((key) => hash('md5', key)),
  },
  {
    cause: 'cipher',
    how: 'in ECB mode, without an initialisation vector; it is CBC',
    open: (bytes, key) => open(bytes, { cipher: 'aes-256-ecb', key, iv: null }),
  },
  {
    cause: 'cipher',
    how: 'in CTR mode; it is CBC',
    open: (bytes, key) => open(bytes, { cipher: 'aes-256-ctr', key, iv: key.subarray(0, 16) }),
  },
  { cause: 'cipher', how: 'in GCM mode; it is CBC', open: openGcm },
  {
    cause: 'cipher',
    how: 'with AES-128 and the first 16 bytes of the key; it is AES-256 and takes all 32',
    open: (bytes, key) => open(bytes, { cipher: 'aes-128-cbc', key: key.subarray(0, 16), iv: key.subarray(0, 16) }),
  },
  {
    cause: 'cipher',
    how: 'with AES-192 and the first 24 bytes of the key; it is AES-256 and takes all 32',
    open: (bytes, key) => open(bytes, { cipher: 'aes-192-cbc', key: key.subarray(0, 24), iv: key.subarray(0, 16) }),
  },
  {
    cause: 'key-derived',
    how: 'with the SHA-256 of the key; the 32 bytes of the key are used as they are',
    open: withKey((key) => hash('sha256', key)),
  },
  {
    cause: 'key-derived',
    how: 'with the MD5 of the key in hex; the 32 bytes of the key are used as they are',
    open: withKey((key) => Buffer.from(hash('md5', key).toString('hex'))),
  },
  { cause: 'padding', how: 'with zeros or blanks for padding; it is PKCS#7', open: openZeroPadded },
];

/** With the key as a passphrase. */
export const saltedOpenings: readonly Opening[] = [
  {
    cause: 'salted',
    how: 'EVP_BytesToKey with MD5',
    open: (bytes, key) => openSalted(bytes, deriveByHash('md5', key, saltOf(bytes))),
  },
  {
    cause: 'salted',
    how: 'EVP_BytesToKey with SHA-256',
    open: (bytes, key) => openSalted(bytes, deriveByHash('sha256', key, saltOf(bytes))),
  },
  {
    cause: 'salted',
    how: 'PBKDF2 with SHA-256 and 10,000 rounds',
    open: (bytes, key) => openSalted(bytes, pbkdf2Sync(key, saltOf(bytes), 10_000, 48, 'sha256')),
  },
];

function openSalted(bytes: Buffer, derived: Buffer): Buffer | null {
  return open(bytes.subarray(16), { cipher: 'aes-256-cbc', key: derived.subarray(0, 32), iv: derived.subarray(32, 48) });
}

function saltOf(bytes: Buffer): Buffer {
  return bytes.subarray(8, 16);
}

/** Key and vector as `openssl enc` derives them without -pbkdf2: 48 bytes of chained hashes. */
function deriveByHash(name: string, passphrase: Buffer, salt: Buffer): Buffer {
  let derived = Buffer.alloc(0);
  let last = Buffer.alloc(0);
  while (derived.length < 48) {
    last = hash(name, Buffer.concat([last, passphrase, salt]));
    derived = Buffer.concat([derived, last]);
  }
  return derived;
}

function openZeroPadded(bytes: Buffer, key: Buffer): Buffer | null {
  const raw = open(bytes, { cipher: 'aes-256-cbc', key, iv: key.subarray(0, 16), isPadded: false });
  const end = raw?.findLastIndex((byte) => byte !== 0 && byte !== 0x20) ?? -1;
  return raw === null || end === raw.length - 1 ? null : raw.subarray(0, end + 1);
}

/** Nonce, ciphertext and tag one after the other, as libraries usually put them. */
function openGcm(bytes: Buffer, key: Buffer): Buffer | null {
  if (bytes.length < 29) return null;
  for (const nonceBytes of [12, 16]) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -16)), decipher.final()]);
    } catch {
      // Another length, or another mode.
    }
  }
  return null;
}
