import { isJsonObject } from '../../../base/json';
import type { ProviderDefinition } from '../definition';
import type { Finding, GuessKey } from './finding';

/** What all resources of Kubernetes have that end (https://kubernetes.io/docs/reference/kubernetes-api/). */
const usual: Partial<ProviderDefinition> = {
  name: 'metadata.name',
  createdAt: 'metadata.creationTimestamp',
  endedAt: 'status.completionTime',
};

/** How a Job is read; https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
const job: Partial<ProviderDefinition> = {
  ...usual,
  state:
    "(status.conditions[?status=='True' && contains(['Complete','Failed','Suspended'], type)].type | [0]) || (status.active && 'running') || 'pending'",
  progress: { completed: 'status.succeeded', total: 'spec.completions' },
  error: {
    message: "status.conditions[?type=='Failed'].message | [0]",
    code: "status.conditions[?type=='Failed'].reason | [0]",
  },
};

/** The condition `Succeeded` where it has this status; an empty list, which is false, where it has not. */
function succeededIs(status: string, reason?: string): string {
  return `status.conditions[?type=='Succeeded' && status=='${status}'${reason ? ` && reason && contains(reason, '${reason}')` : ''}]`;
}

/**
 * How a resource is read whose one condition says with `True`, `False` or `Unknown` whether it succeeded, as those of Tekton do.
 * `False` is for now only, as long as something that has a time of its start has none of its end;
 * https://tekton.dev/docs/pipelines/pipelineruns/#monitoring-execution-status and the same section of `taskruns`
 */
const succeeding: Partial<ProviderDefinition> = {
  ...usual,
  state: [
    `${succeededIs('True')} && 'succeeded'`,
    `${succeededIs('Unknown', 'Pending')} && 'pending'`,
    `(${succeededIs('Unknown')} || status.startTime && !(status.completionTime)) && 'running'`,
    `${succeededIs('False', 'Cancel')} && 'cancelled'`,
    `${succeededIs('False')} && 'failed'`,
    `'running'`,
  ].join(' || '),
  error: {
    message: "status.conditions[?type=='Succeeded'].message | [0]",
    code: "status.conditions[?type=='Succeeded'].reason | [0]",
  },
};

/** The findings for a resource of Kubernetes that has conditions in place of a word for its state; undefined for any other. */
export function kubernetesFindings(body: unknown): Readonly<Partial<Record<GuessKey, Finding>>> | undefined {
  if (!isJsonObject(body) || typeof body['apiVersion'] !== 'string' || typeof body['kind'] !== 'string') {
    return undefined;
  }
  const isJob = body['kind'] === 'Job' && body['apiVersion'].startsWith('batch/');
  const definition = isJob ? job : hasSucceeded(body['status']) ? succeeding : undefined;
  return (
    definition &&
    Object.fromEntries(
      Object.entries(definition).map(([key, value]) => [key, { places: [[]], define: () => ({ [key]: value }) }]),
    )
  );
}

function hasSucceeded(status: unknown): boolean {
  const conditions = isJsonObject(status) ? status['conditions'] : undefined;
  return (
    Array.isArray(conditions) &&
    (conditions as readonly unknown[]).some((each) => isJsonObject(each) && each['type'] === 'Succeeded')
  );
}
