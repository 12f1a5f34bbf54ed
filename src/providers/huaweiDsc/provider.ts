import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';
import { describeHuaweiFailure } from '../../auth/huawei/errorMessages';
import { readTaskBody, type TaskShape } from '../parsing/taskResponse';
import { toAddress } from '../parsing/url';
import { endpointField } from '../connectionFields';
import { iamEndpointField, projectIdField, regionField, toConsoleLink, toServiceBase } from '../huaweiCloud';
import { toDscSnapshot } from './snapshot';
import type { Provider } from '../provider';
import { taskIdLike } from '../parsing/taskId';

/** Classifies the codes of DSC's error code page. */
const classifyDscCode = createHuaweiClassifier([
  // Its internal error comes with status 400.
  [/^DSC\.00000002$/i, 'server-error'],
  [/^DSC\.(00000004|40000011)$/i, 'rejected'],
]);

const shape: TaskShape = {
  id: 'task_id',
  state: 'status',
  fields: ['task_id', 'status', 'total', 'completed', 'waited', 'failed', 'failed_embed_info'],
  expected: 'a task with status and total',
  classifyCode: classifyDscCode,
};

/** Huawei Cloud Data Security Center: batches of industrial drawings that get a watermark. */
export const huaweiDsc: Provider = {
  id: 'huawei-dsc',
  label: 'Huawei Cloud DSC',
  icon: 'shield',
  documentation: 'https://support.huaweicloud.com/intl/en-us/api-dsc/ListEngineeringDrawingWatermarkTaskStatus.html',
  credentials: ['aksk', 'iam-password', 'iam-token'],
  fields: [
    regionField([
      'cn-north-4',
      'cn-north-1',
      'cn-north-9',
      'cn-east-2',
      'cn-east-3',
      'cn-south-1',
      'cn-southwest-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'af-south-1',
      'eu-west-101',
      'la-north-2',
      'la-south-2',
      'sa-brazil-1',
      'tr-west-1',
    ]),
    projectIdField,
    iamEndpointField,
    endpointField({
      hint: 'Optional: base URL of DSC, if it cannot be derived from the region.',
      placeholder: 'https://sdg.cn-north-4.myhuaweicloud.com',
    }),
  ],

  request(connection, id) {
    const path = ['v1', connection.projectId ?? '', 'watermark', 'embed', 'tasks', id];
    return {
      method: 'GET',
      url: toAddress(toServiceBase(connection, 'sdg'), path),
      headers: { accept: 'application/json' },
    };
  },

  parse(response, id) {
    const found = readTaskBody(response, id, shape);
    return found.ok ? { ok: true, snapshot: toDscSnapshot(found.task) } : found;
  },

  validateId: taskIdLike('Huawei Cloud DSC', 'f84dcc533e864a4e944a4df346601819'),
  link: (connection) => toConsoleLink(connection, 'dsc'),
  classifyCode: classifyDscCode,
  describeFailure: describeHuaweiFailure,
  // DSC reports an unknown id as an internal error or a wrong parameter, with status 400. The gateway has other codes.
  isUnknownTask: ({ kind, status, code = '' }) =>
    status === 400 && /^DSC\./i.test(code) && (kind === 'server-error' || kind === 'rejected'),
};
