// ES modules as they are: nothing to transform.
export default { transform: {}, testTimeout: 30_000 };
