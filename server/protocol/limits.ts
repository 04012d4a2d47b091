/** Longest part of a body that a record keeps, bytes; the transport reads no more of a reply either. */
export const MAX_BODY_BYTES = 65_536;
