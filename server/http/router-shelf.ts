import type Router from '@koa/router';

interface Shelved {
  router: Router;
  dispatch: ReturnType<Router['routes']>;
}

/**
 * Routers by the number of segments in their paths: a router tries the pattern of every route it has, and a path of four segments fits
 * none of three. No route takes a varying number of segments.
 */
export class RouterShelf {
  readonly #create: () => Router;
  readonly #shelf = new Map<number, Shelved>();
  readonly #empty: Shelved;

  constructor(create: () => Router) {
    this.#create = create;
    this.#empty = shelve(create());
  }

  /** The router for routes with this path or pattern. */
  at(pattern: string): Router {
    const count = countSegments(pattern);
    const found = this.#shelf.get(count) ?? shelve(this.#create());
    this.#shelf.set(count, found);
    return found.router;
  }

  /** The only router that can have a route for this path. */
  find(path: string): Shelved {
    return this.#shelf.get(countSegments(path)) ?? this.#empty;
  }
}

function shelve(router: Router): Shelved {
  return { router, dispatch: router.routes() };
}

/** A slash at the end makes no segment, whether or not a router minds it. */
function countSegments(path: string): number {
  let count = 0;
  for (let at = path.indexOf('/'); at !== -1 && at < path.length - 1; at = path.indexOf('/', at + 1)) count++;
  return count;
}
