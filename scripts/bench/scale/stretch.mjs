import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Watches for how long nothing else gets its turn in this process.
 * @returns {() => Stretch} ends it and tells the longest
 * @typedef {{ wall: number, cpu: number }} Stretch the longest by the clock, which counts other programs' work too, and the
 *   longest by what this thread computed; ms
 */
export function watchStretches() {
  // The histogram is the independent witness; it cannot tell waiting for the CPU from using it.
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  let [wall, cpu] = [0, 0];
  let [at, used] = [performance.now(), threadTime()];
  let isOver = false;
  const turn = () => {
    const [now, usedNow] = [performance.now(), threadTime()];
    wall = Math.max(wall, now - at);
    cpu = Math.max(cpu, usedNow - used);
    [at, used] = [now, usedNow];
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isOver = true;
    delays.disable();
    return { wall: Math.max(wall, delays.max / 1e6 - 1), cpu };
  };
}

/** What this thread has computed, ms; where Node does not say so (before 22.19), the time. */
function threadTime() {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
