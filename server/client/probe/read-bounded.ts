/** More than any app has to say here, and little enough that one without an end harms nobody. */
const MAX_BYTES = 1_048_576;

/** A body as text. @throws Error when it is longer than 1 MiB. */
export async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of body) {
    sizeBytes += chunk.length;
    // Leaving the loop cuts the connection.
    if (sizeBytes > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
