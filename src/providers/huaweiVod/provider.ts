import { endpointField } from '../connectionFields';
import { iamEndpointField, projectIdField, regionField, toConsoleLink } from '../huaweiCloud';
import { classifyVodCode, describeVodFailure } from './errorCodes';
import { huaweiVodList, readVodTask, toVodAddress } from './list';
import type { Provider } from '../provider';
import { taskIdLike } from '../parsing/taskId';

/** Huawei Cloud Video on Demand: editing tasks, which combine several videos into one. */
export const huaweiVod: Provider = {
  id: 'huawei-vod',
  label: 'Huawei Cloud VOD',
  icon: 'device-camera-video',
  documentation: 'https://support.huaweicloud.com/intl/en-us/api-vod/ListAssetEditTask.html',
  // 100 a minute for a tenant's management calls (VOD API, Request Throttling). The rest is for other programs.
  rateLimit: { burst: 10, intervalMs: 750 },
  // One project per tenant.
  rateLimitKey(connection) {
    const host = URL.parse(toVodAddress(connection, {}))?.host;
    return host && connection.projectId ? `${host}/${connection.projectId}` : connection.id;
  },
  credentials: ['aksk', 'iam-password', 'iam-token'],
  fields: [
    regionField(['cn-north-4', 'cn-north-1', 'cn-east-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3']),
    projectIdField,
    iamEndpointField,
    endpointField({
      hint: 'Optional: base URL of VOD, if it cannot be derived from the region.',
      placeholder: 'https://vod.cn-north-4.myhuaweicloud.com',
    }),
  ],
  request: (connection, id) => ({
    method: 'GET',
    url: toVodAddress(connection, { task_id: id }),
    headers: { accept: 'application/json' },
  }),
  parse: readVodTask,
  list: huaweiVodList,
  // "Canceling an Editing Task": "Only tasks in the queue can be canceled."
  cancel: (connection, id) => ({ method: 'DELETE', url: toVodAddress(connection, { task_id: id }), headers: {} }),
  cancellableStates: ['queued'],
  validateId: taskIdLike('Huawei Cloud VOD', '81b89afdb5e6c94c68e5028b2747b1f0'),
  link: (connection) => toConsoleLink(connection, 'vod'),
  classifyCode: classifyVodCode,
  describeFailure: describeVodFailure,
};
