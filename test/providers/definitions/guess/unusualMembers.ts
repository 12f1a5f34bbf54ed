import type { PublicApi } from './publicApi';

const uuid = '9ea68fd3-f953-42c1-9742-976c447fb463';

/** APIs whose times, IDs, errors, files or addresses stand elsewhere than most have them. Responses are as documented. */
export const unusualMembers: readonly PublicApi[] = [
  {
    name: 'Rundeck executions: times in objects',
    source: 'https://docs.rundeck.com/docs/api/#execution-info',
    request: "curl -H 'X-Rundeck-Auth-Token: abc' https://rundeck.example.com/api/41/execution/117",
    id: '117',
    body: {
      ...{ id: 117, href: 'https://rundeck.example.com/api/41/execution/117', status: 'running', project: 'test' },
      ...{ permalink: 'https://rundeck.example.com/project/test/execution/show/117', user: 'admin', argstring: null },
      'date-started': { unixtime: 1431536339809, date: '2015-05-13T16:58:59Z' },
      ...{ job: { id: '7400ff98', averageDuration: 6094, name: 'test job', group: '' }, description: 'echo hello' },
    },
    finds: { state: 'status', createdAt: '"date-started".unixtime', link: 'permalink' },
    states: [
      [{ status: 'succeeded' }, 'succeeded'],
      [{ status: 'aborted', abortedby: 'admin' }, 'cancelled'],
    ],
  },
  {
    name: 'Twilio calls: times of RFC 5322',
    source: 'https://www.twilio.com/docs/voice/api/call-resource',
    request: 'https://api.twilio.com/2010-04-01/Accounts/ACaa/Calls/CAbbbbbbbb12345678bbbbbbbb12345678.json',
    id: 'CAbbbbbbbb12345678bbbbbbbb12345678',
    body: {
      ...{ sid: 'CAbbbbbbbb12345678bbbbbbbb12345678', date_created: 'Tue, 31 Aug 2010 20:36:28 +0000' },
      ...{ start_time: 'Tue, 31 Aug 2010 20:36:29 +0000', end_time: null, status: 'in-progress', duration: null },
    },
    finds: { state: 'status', createdAt: 'date_created', endedAt: 'end_time' },
    states: [[{ status: 'completed' }, 'succeeded']],
  },
  {
    name: 'X media: when to ask again',
    source: 'https://developer.x.com/en/docs/media/upload-media/api-reference/get-media-upload-status',
    request: 'https://upload.twitter.com/1.1/media/upload.json?command=STATUS&media_id=710511363345354753',
    id: '710511363345354753',
    body: {
      ...{ media_id: '710511363345354753', media_id_string: '710511363345354753', expires_after_secs: 3595 },
      processing_info: { state: 'in_progress', check_after_secs: 10, progress_percent: 8 },
    },
    finds: {
      ...{ state: 'processing_info.state', progress: 'processing_info.progress_percent' },
      retryAfter: 'processing_info.check_after_secs',
    },
    states: [[{ processing_info: { state: 'pending' } }, 'queued']],
    reasons: [
      [
        {
          processing_info: { state: 'failed', error: { code: 1, name: 'InvalidMedia', message: 'Unsupported format' } },
        },
        'Unsupported format',
      ],
    ],
  },
  {
    name: 'AWS Step Functions: an ARN as the ID, and a cause',
    source: 'https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html',
    request: `curl https://states.us-east-1.amazonaws.com -H 'X-Amz-Target: AWSStepFunctions.DescribeExecution' -d '{"executionArn":"arn:aws:states:us-east-1:123456789012:execution:hello:5f3a9b0c"}'`,
    id: 'arn:aws:states:us-east-1:123456789012:execution:hello:5f3a9b0c',
    body: {
      executionArn: 'arn:aws:states:us-east-1:123456789012:execution:hello:5f3a9b0c',
      ...{ input: '{}', name: '5f3a9b0c', redriveStatus: 'NOT_REDRIVABLE', startDate: 1.486768102021e9 },
      ...{ status: 'RUNNING', stopDate: null },
    },
    finds: { state: 'status', createdAt: 'startDate', endedAt: 'stopDate' },
    states: [
      [{ status: 'TIMED_OUT' }, 'failed'],
      [{ status: 'ABORTED' }, 'cancelled'],
    ],
    reasons: [
      [{ status: 'FAILED', error: 'States.TaskFailed', cause: 'The function timed out' }, 'The function timed out'],
    ],
  },
  {
    name: 'AWS Batch: a list of one, and times in milliseconds',
    source: 'https://docs.aws.amazon.com/batch/latest/APIReference/API_DescribeJobs.html',
    request: `curl https://batch.us-east-1.amazonaws.com/v1/describejobs --json '{"jobs":["${uuid}"]}'`,
    id: uuid,
    body: {
      jobs: [
        {
          ...{ jobName: 'my-job', jobId: uuid, status: 'RUNNABLE', attempts: [], createdAt: 1615430870067 },
          ...{ startedAt: 0, stoppedAt: 0, container: { image: 'busybox', vcpus: 1 }, parameters: {} },
        },
      ],
    },
    finds: { root: 'jobs[0]', state: 'status', name: 'jobName', createdAt: 'createdAt', endedAt: 'stoppedAt' },
    states: [
      [{ jobs: [{ jobId: uuid, status: 'STARTING' }] }, 'queued'],
      [{ jobs: [{ jobId: uuid, status: 'SUCCEEDED' }] }, 'succeeded'],
    ],
    reasons: [
      [{ jobs: [{ status: 'FAILED', statusReason: 'Essential container exited' }] }, 'Essential container exited'],
    ],
  },
  {
    name: 'Azure batch transcription: an error in the properties',
    source: 'https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-create',
    request: `curl 'https://eastus.api.cognitive.microsoft.com/speechtotext/v3.2/transcriptions/${uuid}' -H 'Ocp-Apim-Subscription-Key: YourSubscriptionKey'`,
    id: uuid,
    body: {
      self: `https://eastus.api.cognitive.microsoft.com/speechtotext/v3.2/transcriptions/${uuid}`,
      links: { files: `https://eastus.api.cognitive.microsoft.com/speechtotext/v3.2/transcriptions/${uuid}/files` },
      properties: { diarizationEnabled: false, channels: [0, 1], profanityFilterMode: 'Masked' },
      ...{ lastActionDateTime: '2022-09-10T18:39:09Z', status: 'NotStarted', createdDateTime: '2022-09-10T18:39:07Z' },
      ...{ locale: 'en-US', displayName: 'Transcription using default model' },
    },
    finds: { state: 'status', createdAt: 'createdDateTime', name: 'displayName', link: undefined },
    states: [[{ status: 'Running' }, 'running']],
    reasons: [
      [
        { status: 'Failed', properties: { error: { code: 'InvalidData', message: 'The data is not valid.' } } },
        'The data is not valid.',
      ],
    ],
  },
  {
    name: 'PayPal payouts: rows with names of their own',
    source: 'https://developer.paypal.com/docs/api/payments.payouts-batch/v1/#payouts_get',
    request: 'https://api-m.paypal.com/v1/payments/payouts/FYXMPQTX4JC9N',
    id: 'FYXMPQTX4JC9N',
    body: {
      batch_header: {
        ...{ payout_batch_id: 'FYXMPQTX4JC9N', batch_status: 'PROCESSING', time_created: '2014-01-27T10:17:00Z' },
        ...{ time_completed: null, sender_batch_header: { sender_batch_id: 'Payouts_1' } },
      },
      items: [
        { payout_item_id: '8AELMXH8UB2P8', transaction_status: 'PENDING' },
        { payout_item_id: 'VHBFGN95AWV82', transaction_status: 'SUCCESS' },
      ],
      links: [
        { href: 'https://api-m.paypal.com/v1/payments/payouts/FYXMPQTX4JC9N', rel: 'self', method: 'GET' },
        { href: 'https://api-m.paypal.com/v1/payments/payouts/FYXMPQTX4JC9N/cancel', rel: 'cancel', method: 'POST' },
      ],
    },
    finds: {
      ...{ state: 'batch_header.batch_status', createdAt: 'batch_header.time_created', items: 'items' },
      ...{ endedAt: 'batch_header.time_completed' },
      cancel: 'https://api-m.paypal.com/v1/payments/payouts/{id}/cancel',
    },
    states: [
      [{ batch_header: { batch_status: 'SUCCESS' }, items: [] }, 'succeeded'],
      [{ batch_header: { batch_status: 'DENIED' } }, 'failed'],
    ],
  },
  {
    name: 'AWX jobs: the address that cancels, among related ones',
    source:
      'https://docs.ansible.com/automation-controller/latest/html/controllerapi/api_ref.html#/Jobs/Jobs_jobs_read',
    request: 'curl -u me:pw https://awx.example.com/api/v2/jobs/31/',
    id: '31',
    body: {
      ...{ id: 31, type: 'job', url: '/api/v2/jobs/31/', name: 'Demo Job Template', status: 'running', failed: false },
      related: { stdout: '/api/v2/jobs/31/stdout/', cancel: '/api/v2/jobs/31/cancel/' },
      ...{ created: '2020-10-10T00:00:00.000000Z', started: '2020-10-10T00:00:01.000000Z', finished: null },
      ...{ elapsed: 3.2, job_explanation: '', result_traceback: '' },
    },
    finds: {
      ...{ state: 'status', name: 'name', createdAt: 'created', endedAt: 'finished' },
      cancel: 'https://awx.example.com/api/v2/jobs/{id}/cancel/',
    },
    states: [
      [{ status: 'successful' }, 'succeeded'],
      [{ status: 'canceled', failed: true }, 'cancelled'],
    ],
    reasons: [[{ status: 'failed', failed: true, job_explanation: 'Previous Task Failed' }, 'Previous Task Failed']],
  },
  {
    name: 'Mailchimp batches: counts of operations',
    source: 'https://mailchimp.com/developer/marketing/api/batch-operations/get-batch-operation-status/',
    request: 'https://us6.api.mailchimp.com/3.0/batches/8b2428d747',
    id: '8b2428d747',
    body: {
      ...{ id: '8b2428d747', status: 'started', total_operations: 20, finished_operations: 7, errored_operations: 1 },
      ...{ submitted_at: '2015-10-21T15:02:58+00:00', completed_at: '', response_body_url: '' },
    },
    finds: {
      progress: { completed: 'finished_operations', failed: 'errored_operations', total: 'total_operations' },
      ...{ createdAt: 'submitted_at', endedAt: 'completed_at', items: 'response_body_url' },
    },
    states: [[{ status: 'finished', finished_operations: 20, errored_operations: 0 }, 'succeeded']],
  },
];
