/** What went over a wire, as it is kept. */

/** A header as it stood on the wire: original case and order, repeated names kept. */
export type Header = [name: string, value: string];

/** A body as it was sent or received. Text when the bytes are valid UTF-8, base64 otherwise. */
export interface CapturedBody {
  text?: string;
  base64?: string;
  /** Size of the whole body on the wire, also when only a part of it is kept. */
  sizeBytes: number;
  /** True when only the beginning is kept. */
  isCut?: boolean;
}

export interface CapturedRequest {
  method: string;
  url: string;
  headers: Header[];
  body?: CapturedBody;
}

export interface CapturedResponse {
  status: number;
  headers: Header[];
  body?: CapturedBody;
}
