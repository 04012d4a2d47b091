import type { ReactNode } from 'react';
import { ClockContext, useClockLook } from './use-clock.js';

/** Looks at the clock once for the whole page. */
export function ClockLookProvider({ children }: { children: ReactNode }) {
  return <ClockContext.Provider value={useClockLook()}>{children}</ClockContext.Provider>;
}
