import type { Connection } from './connection.js';

/** Writes the body of a request in a way of its own; the request says the length of the whole body all the same. */
export type BodyWriter = (body: Buffer, connection: Pick<Connection, 'reset'>) => AsyncIterable<Buffer>;
