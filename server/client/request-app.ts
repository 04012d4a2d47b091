import { Client, request } from 'undici';
import type { AppCall } from './app-call.js';

/**
 * undici's `request` on a connection of its own, straight to an app or a stage. By itself it goes by an agent that all of a process share,
 * and where NODE_USE_ENV_PROXY is set, Node (22.21, 24) puts a proxy in that agent's place.
 */
export async function requestApp(
  url: string,
  { lookup, ...options }: NonNullable<Parameters<typeof request>[1]> & Pick<AppCall, 'lookup'>,
): ReturnType<typeof request> {
  const client = new Client(new URL(url).origin, lookup ? { connect: { lookup } } : {});
  try {
    return await request(url, { ...options, dispatcher: client });
  } finally {
    // Ends the connection when the body has been read, or left.
    client.close().catch(() => {});
  }
}
