/** As the reason of a request's signal: its time is over, by a clock that is not the wall's. It ends as `timeout`. */
export const EXPIRED = Symbol('expired');
