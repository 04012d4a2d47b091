/** The two ways out when TLS does not come about. */
export const TLS_HINT =
  'Start Paystage with NODE_EXTRA_CA_CERTS naming the CA file of its authority, or use http on your own machine.';

/** Reasons by error code of Node and OpenSSL. Sources: nodejs.org/api/tls.html (X509 certificate error codes), openssl sslerr.h. */
const REASONS: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the authority that signed its certificate is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'the authority that signed its certificate is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the authority that signed its certificate is not known here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  CERT_SIGNATURE_FAILURE: 'the signature of its certificate is wrong',
  ECONNRESET: 'it ended the connection during the handshake',
  EPIPE: 'it ended the connection during the handshake',
};

const PATTERNS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [
    /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW/,
    'it offers only a TLS version that is too old (1.2 is the oldest accepted)',
  ],
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|RECORD_LAYER|UNEXPECTED_MESSAGE/,
    'it does not speak TLS; it may be a plain http app',
  ],
  [/CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE.*CERT/, 'it asks for a client certificate'],
  [/NO_SHARED_CIPHER|HANDSHAKE_FAILURE|INSUFFICIENT_SECURITY/, 'no cipher suits both sides'],
  [/UNRECOGNIZED_NAME/, 'it does not serve this host name'],
];

/** True for errors of OpenSSL and of certificate checks, as opposed to those of the network. */
export function isTlsCode(code: string | undefined): boolean {
  return code !== undefined && (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO');
}

/** Why a TLS connection did not come about, in plain words, with the error code. */
export function sayTlsReason(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return error.message;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `its certificate is for other names${listNames(error)} (${code})`;
  const reason = REASONS[code] ?? PATTERNS.find(([pattern]) => pattern.test(code))?.[1];
  return reason === undefined ? code : `${reason} (${code})`;
}

function listNames(error: Error): string {
  if (!('cert' in error) || typeof error.cert !== 'object' || error.cert === null) return '';
  if (!('subjectaltname' in error.cert) || typeof error.cert.subjectaltname !== 'string') return '';
  return `: ${error.cert.subjectaltname.replaceAll('DNS:', '').replaceAll('IP Address:', '')}`;
}
