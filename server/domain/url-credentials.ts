/** In a text of any kind: what is quoted or in angle brackets ends there, so that an e-mail address further on is none of it. */
const WITHIN_URL = /(:[/\\]{2,4})([^/?#\\\s"<>]*)@/g;

/** A URL for people: its user name and password are replaced, also where the text is no valid URL. */
export function hideCredentials(url: string): string {
  return url.replace(/^([^/?#]*:?[/\\]{2})[^/?#\\]*@/, '$1***@');
}

/** What somebody gave for a URL, or for several, as it is or quoted: user names and passwords are replaced, also where `http://` was left out. */
export function hideCredentialsWithin(text: string): string {
  return text.replace(/([/\\]{2})[^/?#\\\s]*@/g, '$1***@').replace(/(^|[\s"'=,[])[^/?#\\\s"'=,[:]+:[^/?#\\\s"]*@/g, '$1***@');
}

/** A text in which URLs may stand, such as a sentence or an answer of the app: user names and passwords in them are replaced, and nothing else. */
export function hideCredentialsOfUrls(text: string): string {
  return text.replace(WITHIN_URL, '$1***@');
}

/** The same for a text under which a place is marked: it keeps its length. */
export function starCredentialsOfUrls(text: string): string {
  return text.replace(WITHIN_URL, (_whole, before: string, credentials: string) => `${before}${'*'.repeat(credentials.length)}@`);
}
