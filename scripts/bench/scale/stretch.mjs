import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Measures the longest iteration of the event loop in this process.
 * @returns {() => Stretch} ends the measurement
 * @typedef {{ wall: number, cpu: number }} Stretch the longest iteration (ms), by the clock and in CPU time of this thread
 */
export function watchStretches() {
  // The histogram confirms the measurement. It cannot distinguish waiting for the CPU from using it.
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  let [wall, cpu] = [0, 0];
  let [at, used] = [performance.now(), threadTime()];
  let hasEnded = false;
  const tick = () => {
    const [now, usedNow] = [performance.now(), threadTime()];
    wall = Math.max(wall, now - at);
    cpu = Math.max(cpu, usedNow - used);
    [at, used] = [now, usedNow];
    if (!hasEnded) setImmediate(tick);
  };
  setImmediate(tick);
  return () => {
    hasEnded = true;
    delays.disable();
    return { wall: Math.max(wall, delays.max / 1e6 - 1), cpu };
  };
}

/** Returns the CPU time of this thread (ms), or the time where Node does not measure it (before 22.19). */
function threadTime() {
  if (!('threadCpuUsage' in process)) return performance.now();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
