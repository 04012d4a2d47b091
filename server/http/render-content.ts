import type { ReplyContent } from '../providers/provider.js';

/** What a provider answers, as content type and text; no type and no text without content. */
export function renderContent(content: ReplyContent | undefined): [contentType: string | null, text: string] {
  switch (content?.kind) {
    case 'json':
      return ['application/json; charset=utf-8', JSON.stringify(content.value)];
    case 'html':
      return ['text/html; charset=utf-8', content.text];
    case 'css':
      return ['text/css; charset=utf-8', content.text];
    case 'script':
      return ['text/javascript; charset=utf-8', content.text];
    default:
      return [null, ''];
  }
}
