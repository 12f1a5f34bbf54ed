/**
 * A response about a task with as many files as make it that long.
 * @param {number} bytes
 */
export function responseOf(bytes) {
  const task = {
    ...{ id: '7', name: 'Drawings', status: 'running', conclusion: null, created_at: '2026-11-20T08:00:00Z' },
    ...{ completed_at: null, failed_at: null, error: null, counts: { created: 3, updated: 4, failed: 1, total: 90 } },
  };
  const row = (/** @type {number} */ index) => ({
    ...{ name: `drawings/${index}.png`, path: `marked/${index}.png`, status: index % 9 === 0 ? 'failed' : 'done' },
    ...{ url: `https://files.example.com/marked/${index}.png`, size: 10_000 + index, error: null },
  });
  const count = Math.max(1, Math.floor((bytes - JSON.stringify(task).length) / JSON.stringify(row(1_000)).length));
  return JSON.stringify({ data: { ...task, files: Array.from({ length: count }, (_, index) => row(index)) } });
}
