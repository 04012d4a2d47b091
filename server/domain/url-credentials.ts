/** A URL for people: its user name and password are replaced, also where the text is no valid URL. */
export function hideCredentials(url: string): string {
  return url.replace(/^([^/?#]*:?[/\\]{2})[^/?#\\]*@/, '$1***@');
}

/** A text for people that may hold URLs, as it is or quoted: user names and passwords in them are replaced. */
export function hideCredentialsWithin(text: string): string {
  return text.replace(/([/\\]{2})[^/?#\\\s]*@/g, '$1***@');
}
