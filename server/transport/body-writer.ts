/** What a writer may do beside handing out pieces. */
export interface WriterConnection {
  /** Ends the connection as if the network had torn it. */
  reset(): void;
  /** Writes line and headers of the request alone, for whoever hands out no piece: they go out with the first one otherwise. */
  writeHead(): void;
}

/** Writes the body of a request in a way of its own; the request says the length of the whole body all the same, unless it is chunked. */
export type BodyWriter = (body: Buffer, connection: WriterConnection) => AsyncIterable<Buffer>;
