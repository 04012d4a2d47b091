import type { LookupFunction } from 'node:net';
import type { ResolveName } from './loopback-lookup.js';

/** A resolver in the form that Node's sockets take: they connect to what it answered, and ask nobody else. */
export function createLookup(resolve: ResolveName): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) callback(Object.assign(new Error(`no address for ${host}`), { code: 'ENODATA' }), '');
        else if (all) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, ''),
    );
  };
}
