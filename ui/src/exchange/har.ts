/** The parts of HAR 1.2 that are written here. Names that begin with an underscore are extensions, which the format allows. */
export interface Har {
  log: { version: '1.2'; creator: { name: string; version: string }; entries: HarEntry[]; comment: string };
}

export interface HarEntry {
  startedDateTime: string;
  time: number;
  request: HarRequest;
  response: HarResponse;
  cache: Record<string, never>;
  timings: { send: number; wait: number; receive: number };
  serverIPAddress?: string;
  /** The port of the server, as text. */
  connection?: string;
  comment: string;
  _record: { seq: number; type: string };
}

export interface HarRequest {
  method: string;
  url: string;
  httpVersion: string;
  cookies: HarCookie[];
  headers: HarPair[];
  queryString: HarPair[];
  postData?: { mimeType: string; text: string; _encoding?: 'base64'; comment?: string };
  headersSize: number;
  bodySize: number;
}

export interface HarResponse {
  status: number;
  statusText: string;
  httpVersion: string;
  cookies: HarCookie[];
  headers: HarPair[];
  content: { size: number; mimeType: string; text?: string; encoding?: 'base64'; comment?: string };
  redirectURL: string;
  headersSize: number;
  bodySize: number;
  /** Why there is no answer. */
  _error?: string;
}

export interface HarPair {
  name: string;
  value: string;
}

export interface HarCookie extends HarPair {
  path?: string;
  domain?: string;
  expires?: string;
  httpOnly?: boolean;
  secure?: boolean;
}
