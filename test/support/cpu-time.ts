/** What `work` costs this process, in ms of the processor: on a busy machine the clock runs on while others have their turn. */
export function measureCpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
