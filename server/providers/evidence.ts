/** How sure we are of an emulated behaviour: on the provider's pages, concluded from their samples, or our own choice. */
export type Evidence = 'documented' | 'inferred' | 'assumed';
