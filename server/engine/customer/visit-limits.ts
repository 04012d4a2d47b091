/** How long a visit may take, in real ms. */
export interface VisitLimits {
  /** For one answer of the app. */
  hopMs: number;
  /** For one answer of the checkout, which may be held. */
  checkoutMs: number;
  /** For all of it. */
  totalMs: number;
}

export const VISIT_LIMITS: VisitLimits = { hopMs: 10_000, checkoutMs: 30_000, totalMs: 60_000 };
