import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/mantine.css';
import './styles/theme.css';
import { historyLimits } from './state/log-state.js';
import { createPageStore } from './state/page-store.js';
import { buildAuthHeaders, listProtocols, readAccessToken } from './stream/access-token.js';
import { createFrameSchedule } from './stream/frame-batcher.js';
import { createLiveStream } from './stream/live-stream.js';
import { App } from './views/app.js';
import { takeLostLog } from './views/log/open-log-name.js';

// Set before the first paint: an inline script would do it earlier, but the content security policy allows none.
const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.setAttribute('data-mantine-color-scheme', isDark ? 'dark' : 'light');

const token = readAccessToken();
// Before any view reads the address.
const lostLog = takeLostLog();
const streamUrl = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/_paystage/stream`;
const stream = createLiveStream({
  connect: (fromSeq) => new WebSocket(`${streamUrl}?from=${fromSeq}`, listProtocols(token)),
  capacity: historyLimits.maxRecords,
});
const store = createPageStore(stream, createFrameSchedule());
addEventListener('online', () => store.retryNow());
// The browser had frozen the page.
document.addEventListener('resume', () => store.retryNow());
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) store.retryNow();
});

const root = document.getElementById('root');
if (root) {
  // The provider's <style> elements are off: the policy refuses them, and the variables stand in styles/ instead.
  createRoot(root).render(
    <StrictMode>
      <MantineProvider defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <App store={store} authHeaders={buildAuthHeaders(token)} lostLog={lostLog} />
      </MantineProvider>
    </StrictMode>,
  );
}
