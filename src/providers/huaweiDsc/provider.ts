import { createHuaweiClassifier } from '../../auth/huawei/errorCodes';
import { describeHuaweiFailure } from '../../auth/huawei/errorMessages';
import { readJsonResponse, unexpectedShape } from '../parsing/response';
import { toAddress } from '../parsing/url';
import { endpointField } from '../connectionFields';
import { iamEndpointField, projectIdField, regionField, toConsoleLink, toServiceBase } from '../huaweiCloud';
import { isDscTask, toDscSnapshot } from './snapshot';
import type { Provider } from '../provider';
import { readText } from '../parsing/fields';
import { isAskedId, validateTaskId } from '../parsing/taskId';

/** Knows the codes of DSC's error code page. */
const classifyDscCode = createHuaweiClassifier([
  // Its internal error comes with status 400.
  [/^DSC\.00000002$/i, 'server-error'],
  [/^DSC\.(00000004|40000011)$/i, 'rejected'],
]);

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
      hint: 'Only where the address does not follow from the region: the base URL of DSC.',
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
    const json = readJsonResponse(response, classifyDscCode);
    if (!json.ok) {
      return json;
    }
    const { body } = json;
    if (!isDscTask(body)) {
      return { ok: false, failure: unexpectedShape(response, 'a task with status and total', body) };
    }
    if (!isAskedId(readText(body, 'task_id'), id)) {
      return { ok: false, failure: unexpectedShape(response, 'the task that was asked for', body) };
    }
    return { ok: true, snapshot: toDscSnapshot(body) };
  },

  validateId: validateTaskId,
  link: (connection) => toConsoleLink(connection, 'dsc'),
  classifyCode: classifyDscCode,
  describeFailure: describeHuaweiFailure,
  // It calls an id that no task has an internal error or a wrong parameter, with status 400. The gateway has other codes.
  isUnknownTask: ({ kind, status, code = '' }) =>
    status === 400 && /^DSC\./i.test(code) && (kind === 'server-error' || kind === 'rejected'),
};
