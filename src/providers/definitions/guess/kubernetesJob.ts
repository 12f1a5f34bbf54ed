import { isJsonObject } from '../../../base/json';
import type { ProviderDefinition } from '../definition';
import type { Finding, GuessKey } from './finding';

/** Whether a response is a Job of Kubernetes (batch/v1), which has conditions in place of a word for its state. */
export function isKubernetesJob(body: unknown): boolean {
  return isJsonObject(body) && body['kind'] === 'Job' && /^batch\//.test(String(body['apiVersion']));
}

/** How such a job is read; https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ */
const definition: Partial<ProviderDefinition> = {
  state:
    "(status.conditions[?status=='True' && contains(['Complete','Failed','Suspended'], type)].type | [0]) || (status.active && 'running') || 'pending'",
  progress: { completed: 'status.succeeded', total: 'spec.completions' },
  name: 'metadata.name',
  createdAt: 'metadata.creationTimestamp',
  endedAt: 'status.completionTime',
  error: {
    message: "status.conditions[?type=='Failed'].message | [0]",
    code: "status.conditions[?type=='Failed'].reason | [0]",
  },
};

/** The findings for such a job. */
export const kubernetesJob: Readonly<Partial<Record<GuessKey, Finding>>> = Object.fromEntries(
  Object.entries(definition).map(([key, value]) => [key, { places: [[]], define: () => ({ [key]: value }) }]),
);
