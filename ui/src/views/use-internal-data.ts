import { useStage } from './stage-context.js';

/** Keys of a payment's facts that its provider keeps to itself; null until the stage has told. */
export function useInternalData(provider: string | null): readonly string[] | null {
  const { providers } = useStage();
  if (providers.length === 0) return null;
  return providers.find(({ name }) => name === provider)?.internalData ?? [];
}
