/** Why a call to the API is refused, in SecPaid's words. Thrown by the steps of a call and turned into an envelope in api-route.ts. */
export class Refusal extends Error {
  /** HTTP status, as long as the account maps errors to statuses. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
  }
}
