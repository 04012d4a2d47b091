// Build servers are slow now and then; vitest would give up after five seconds.
export default { test: { testTimeout: 30_000 } };
