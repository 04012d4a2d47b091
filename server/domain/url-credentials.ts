/** A URL for people: its user name and password are replaced, also where the text is no valid URL. */
export function hideCredentials(url: string): string {
  return url.replace(/^([^/?#]*:?[/\\]{2})[^/?#\\]*@/, '$1***@');
}
