import { accountName } from '../accounts';
import { jsonResponse, queryProblem } from '../exchange';
import { enterProject, huaweiError, noSuchApi } from './huaweiGateway';
import { fileCount, isFailingFile, type TaskStage } from '../lifecycle';
import type { CloudState, Service } from './service';
import { stageOf, type SimulatedTask } from '../simulatedTask';

const statusOf: Record<TaskStage['state'], number> = {
  queued: 0,
  running: 0,
  succeeded: 1,
  partial: 1,
  failed: 2,
  cancelled: 2,
  'timed-out': 3,
  // Never returned: the task no longer exists.
  vanished: 0,
  'unlisted-status': 9,
};

const reasons = [
  'The drawing cannot be parsed: unexpected end of file.',
  'The source object does not exist.',
  'The drawing has no layer that can carry a watermark.',
] as const;

const drawings = ['gearbox', 'spindle', 'housing', 'flange', 'bearing-seat', 'coupling', 'shaft', 'bracket'] as const;

/**
 * Data Security Center, watermarking of industrial drawings: `GET /v1/{project_id}/watermark/embed/tasks/{task_id}`,
 * according to the API Reference ("Obtaining Details About a Task for Adding Watermarks to Industrial Drawings in
 * Batches"). Status 3 (timed out) is from its newer edition. A canceled task is reported as failed, because the API has
 * no such status. An unknown task gives 404; the documents list this status without a code, so the code is ours.
 */
export const handleDsc: Service = (request, cloud) => {
  const [, projectId = '', ...rest] = request.segments;
  const [watermark, embed, tasks, taskId] = rest;
  const isKnownPath =
    rest.length === 4 && watermark === 'watermark' && embed === 'embed' && tasks === 'tasks' && taskId;
  if (!isKnownPath || request.method !== 'GET') {
    return noSuchApi(request);
  }
  const entry = enterProject(request, cloud, projectId);
  if ('rejection' in entry) {
    return entry.rejection;
  }
  const account = accountName(entry.account);
  const problem = queryProblem(request, []);
  if (problem !== undefined) {
    return { ...huaweiError(request, 400, 'DSC.00000004', `Invalid parameter: ${problem}`), account };
  }
  const task = cloud.tasks.find('dsc', taskId);
  return task
    ? { ...jsonResponse(200, toBody(task, cloud), { 'x-request-id': request.id }), account }
    : { ...huaweiError(request, 404, 'DSC.00000404', 'The task does not exist'), account };
};

function toBody(task: SimulatedTask, { now, quirks }: CloudState): unknown {
  const { state, done, failed } = stageOf(task, now);
  const total = fileCount(task.plan);
  const lost = state === 'succeeded' && quirks.has('dsc-loses-files') ? Math.min(2, done) : 0;
  return {
    completed: done - lost,
    total,
    failed,
    status: statusOf[state],
    waited: total - done - failed,
    task_id: task.id,
    failed_embed_info: Array.from({ length: done + failed }, (_, index) => index)
      .filter((index) => isFailingFile(task.plan, index))
      .map((index, nth) => {
        const source = task.plan.sources?.[index] ?? drawing(index);
        return {
          file_name: source,
          target_file_name: source.replace(/^obs:\/\/([^/]+)\//, 'obs://$1-marked/'),
          failed_reason: reasons[nth % reasons.length],
        };
      }),
  };
}

function drawing(index: number): string {
  const name = drawings[index % drawings.length] ?? '';
  const line = 1 + (Math.floor(index / drawings.length) % 6);
  return `obs://factory-drawings/line-${line}/${name}-${String(index + 1).padStart(3, '0')}.edif`;
}
