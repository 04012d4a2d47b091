import type { Header } from '../protocol/records.js';

/** What a provider's messages can be made and checked with, without a stage. Pure functions; a provider leaves out what it does not do. */
export interface ProviderCodec {
  signing?: SigningCodec;
  encryption?: EncryptionCodec;
}

/** Bytes that are signed, and with what. */
export interface MessageToSign {
  secret: string;
  /** As it stands in its header. */
  timestamp: string;
  body: Uint8Array;
}

export interface SigningCodec {
  /** Name of the account's key that signs. */
  keyName: string;
  /** What the timestamp is, completing "expected ...". */
  timestampWords: string;
  /** The timestamp header for a moment. */
  buildTimestamp(nowMs: number): string;
  /** Why a text cannot be a timestamp at all, and what would be one; null when it can, also when it is in the wrong unit. */
  checkTimestamp(timestamp: string): string | null;
  /** How a POSIX shell signs, with openssl. */
  inShell: SigningInShell;
  /** Headers of a delivery with this body, in order. */
  sign(message: MessageToSign): Header[];
  /** Whether a signature is the right one, and if not, why: every known mistake is tried, alone and two together. */
  verify(message: MessageToSign, signature: string): SignatureVerdict;
}

export interface SigningInShell {
  /** Environment variable that holds the secret, as `paystage env` names it. */
  secretVariable: string;
  /** Prints the timestamp of now. */
  now: string;
  /** The value of `$timestamp`, so many seconds later. */
  shift(seconds: number): string;
  /** Prints the signature made with `$secret` over `$timestamp` and what the function `signed` prints. */
  signature: string;
}

export interface SignatureVerdict {
  isRight: boolean;
  /** One plain sentence. Holds no secret. */
  sentence: string;
  /** What was done wrong, as far as it can be known; two when only both together lead to the signature. */
  mistakes: readonly FoundMistake[];
  /** How many known mistakes there are. */
  knownMistakes: number;
  /** The right signature. */
  expected: string;
  /** Of the secret: the beginning of its SHA-256. */
  keyFingerprint: string;
}

export interface FoundMistake {
  id: string;
  /** Shared with the debugger that probes: see `Diagnosis`. */
  cause: string;
  sentence: string;
  /** The usual fix, in words. */
  fix: string;
}

export interface EncryptionCodec {
  /** Name of the account's key that encrypts. */
  keyName: string;
  /** Why a text cannot be the key, exactly; null when it can. */
  checkKey(key: string): string | null;
  /** The body of a delivery with this payload. `checkKey` has passed. */
  encrypt(payload: string, key: string): string;
  /** The payload of a body, or exactly why there is none. Takes a whole body and a bare ciphertext. */
  decrypt(body: string, key: string): Decryption;
}

export type Decryption =
  | { isRight: true; sentence: string; payload: string }
  | {
      isRight: false;
      /** Stable word for the reason. */
      cause: string;
      sentence: string;
      fix: string;
      /** What comes out when the mistake is made on purpose, where one was found. */
      payload?: string;
    };
