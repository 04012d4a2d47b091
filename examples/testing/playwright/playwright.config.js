// The machine's own Chromium where CHROME_PATH names one; otherwise what "npx playwright install" brought.
const executablePath = process.env.CHROME_PATH;
export default { testDir: '.', use: { launchOptions: { ...(executablePath && { executablePath }), args: ['--no-sandbox'] } } };
