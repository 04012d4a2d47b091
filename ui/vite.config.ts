import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm run dev` runs the harness; the page's own calls are passed on to it. */
const harnessUrl = `http://localhost:${process.env.PAYSTAGE_PORT ?? '4747'}`;
const devPort = 5173;
const ownOrigins = new Set([`http://localhost:${devPort}`, `http://127.0.0.1:${devPort}`]);

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../dist/ui',
    emptyOutDir: true,
    target: 'es2022',
    // The page's content security policy allows files of our own only, nothing inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    port: devPort,
    strictPort: true,
    proxy: {
      '/_paystage': {
        target: harnessUrl,
        ws: true,
        changeOrigin: true,
        configure(proxy) {
          // The harness accepts its own origin only. Ours is translated, a stranger's stays as it is and is refused there.
          proxy.on('proxyReq', (outgoing, incoming) => {
            if (ownOrigins.has(incoming.headers.origin ?? '')) outgoing.setHeader('origin', harnessUrl);
          });
          proxy.on('proxyReqWs', (outgoing, incoming) => {
            if (ownOrigins.has(incoming.headers.origin ?? '')) outgoing.setHeader('origin', harnessUrl);
          });
        },
      },
    },
  },
});
