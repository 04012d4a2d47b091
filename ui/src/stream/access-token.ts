const STORAGE_KEY = 'paystage.token';

/** The token in an address fragment such as `#token=abc`, and what remains of the fragment without it. */
export function takeTokenFromHash(hash: string): { token: string | null; rest: string } {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const token = parameters.get('token');
  if (!token) return { token: null, rest: hash };
  parameters.delete('token');
  const rest = parameters.toString();
  return { token, rest: rest === '' ? '' : `#${rest}` };
}

/** The token of this tab. One in the address is kept for the tab's life and removed from the address, so that it is not shared with it. */
export function readAccessToken(): string | null {
  const { token, rest } = takeTokenFromHash(location.hash);
  if (token !== null) {
    sessionStorage.setItem(STORAGE_KEY, token);
    history.replaceState(null, '', `${location.pathname}${location.search}${rest}`);
  }
  return sessionStorage.getItem(STORAGE_KEY);
}

/** Sub-protocols to offer: a browser cannot set headers on a WebSocket, so the token travels as one of them. */
export function listProtocols(token: string | null): string[] {
  return token === null ? ['paystage'] : ['paystage', `paystage.token.${token}`];
}

export function buildAuthHeaders(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}
