import type { PublicApi } from './publicApi';

/**
 * APIs whose times, IDs, errors, files or addresses stand elsewhere than most have them. Each body is the one that `source` shows
 * or whose members it lists, without members that say nothing; hosts are examples. Changes use what the same service documents.
 */
export const unusualMembers: readonly PublicApi[] = [
  {
    name: 'Rundeck executions: times in objects',
    source: 'rundeck/docs: docs/api/rundeck-api.md, Execution Info',
    request: "curl -H 'X-Rundeck-Auth-Token: abc' https://rundeck.example.com/api/41/execution/387",
    id: '387',
    body: {
      ...{ id: 387, href: 'https://rundeck.example.com/api/41/execution/387', status: 'running', project: 'test' },
      ...{ permalink: 'https://rundeck.example.com/project/test/execution/show/387', user: 'admin', argstring: null },
      'date-started': { unixtime: 1431536339809, date: '2015-05-13T16:58:59Z' },
      job: {
        ...{ id: '7400ff98-31c4-4834-ba3d-aee9646e867f', averageDuration: 6094, name: 'test job' },
        ...{ group: 'api-test/job-run-steps', project: 'test', description: '' },
      },
      ...{ description: 'echo hello there [... 5 steps]' },
    },
    finds: { state: 'status', createdAt: '"date-started".unixtime', link: 'permalink' },
    states: [
      [{ status: 'succeeded' }, 'succeeded'],
      [{ status: 'aborted', abortedby: 'admin' }, 'cancelled'],
    ],
  },
  {
    name: 'Twilio calls: times of RFC 2822',
    // The words, and the form of the IDs, which are masked in the source: api-evangelist/twilio, json-schema/twilio-call-schema.json
    source: 'twilio/twilio-python: tests/integration/api/v2010/account/test_call.py, test_fetch_response',
    request:
      'https://api.twilio.com/2010-04-01/Accounts/AC4f2c9be17d3a6058be21c7d09f5e8a13/Calls/CA5efb2b8b30fb8bd2aabe87ca36fea7a6.json',
    id: 'CA5efb2b8b30fb8bd2aabe87ca36fea7a6',
    body: {
      ...{ account_sid: 'AC4f2c9be17d3a6058be21c7d09f5e8a13', answered_by: null, api_version: '2010-04-01' },
      ...{ date_created: 'Tue, 31 Aug 2010 20:36:28 +0000', date_updated: 'Tue, 31 Aug 2010 20:36:44 +0000' },
      ...{ direction: 'inbound', duration: '15', end_time: 'Tue, 31 Aug 2010 20:36:44 +0000', price: '-0.03000' },
      ...{ from: '+14158675308', to: '+14158675309', sid: 'CA5efb2b8b30fb8bd2aabe87ca36fea7a6' },
      ...{ start_time: 'Tue, 31 Aug 2010 20:36:29 +0000', status: 'completed' },
      subresource_uris: {
        notifications:
          '/2010-04-01/Accounts/AC4f2c9be17d3a6058be21c7d09f5e8a13/Calls/CA5efb2b8b30fb8bd2aabe87ca36fea7a6/Notifications.json',
      },
      uri: '/2010-04-01/Accounts/AC4f2c9be17d3a6058be21c7d09f5e8a13/Calls/CA5efb2b8b30fb8bd2aabe87ca36fea7a6.json',
    },
    finds: { state: 'status', createdAt: 'date_created', endedAt: 'end_time' },
    states: [
      [{}, 'succeeded'],
      [{ status: 'queued', start_time: null, end_time: null, duration: null }, 'queued'],
      [{ status: 'in-progress', end_time: null, duration: null }, 'running'],
      [{ status: 'canceled' }, 'cancelled'],
      [{ status: 'no-answer' }, 'failed'],
    ],
  },
  {
    name: 'X media: when to ask again',
    source: 'https://developer.x.com/en/docs/media/upload-media/api-reference/get-media-upload-status',
    request: 'https://upload.twitter.com/1.1/media/upload.json?command=STATUS&media_id=710511363345354753',
    id: '710511363345354753',
    body: {
      // A number in the document; numbers as large as that are read as text.
      ...{ media_id: '710511363345354753', media_id_string: '710511363345354753', expires_after_secs: 3595 },
      processing_info: { state: 'in_progress', check_after_secs: 10, progress_percent: 8 },
    },
    finds: {
      ...{ state: 'processing_info.state', progress: 'processing_info.progress_percent' },
      retryAfter: 'processing_info.check_after_secs',
    },
    states: [
      [{ processing_info: { state: 'pending', check_after_secs: 5, progress_percent: undefined } }, 'queued'],
      [{ processing_info: { state: 'succeeded', check_after_secs: undefined, progress_percent: 100 } }, 'succeeded'],
    ],
    reasons: [
      [
        {
          processing_info: {
            ...{ state: 'failed', progress_percent: 12 },
            error: { code: 1, name: 'InvalidMedia', message: 'Unsupported video format' },
          },
        },
        'Unsupported video format',
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
      stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:hello',
      ...{
        name: '5f3a9b0c',
        status: 'RUNNING',
        startDate: 1486768102.021,
        input: '{}',
        inputDetails: { included: true },
      },
      ...{ redriveCount: 0, redriveStatus: 'NOT_REDRIVABLE' },
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    },
    finds: { state: 'status', createdAt: 'startDate' },
    states: [
      [{}, 'running'],
      [{ status: 'TIMED_OUT' }, 'failed'],
      [{ status: 'ABORTED' }, 'cancelled'],
    ],
    reasons: [
      [{ status: 'FAILED', error: 'States.TaskFailed', cause: 'The function timed out' }, 'The function timed out'],
    ],
  },
  {
    name: 'AWS Batch: a list of one, and times in milliseconds',
    source: 'aws/aws-cli: awscli/examples/batch/describe-jobs.rst',
    request: `curl https://batch.us-east-1.amazonaws.com/v1/describejobs --json '{"jobs":["bcf0b186-a532-4122-842e-2ccab8d54efb"]}'`,
    id: 'bcf0b186-a532-4122-842e-2ccab8d54efb',
    body: {
      jobs: [
        {
          status: 'SUBMITTED',
          container: {
            image: 'busybox',
            environment: [],
            vcpus: 1,
            command: ['sleep', '60'],
            memory: 128,
            ulimits: [],
          },
          parameters: {},
          jobDefinition: 'arn:aws:batch:us-east-1:012345678910:job-definition/sleep60:1',
          jobQueue: 'arn:aws:batch:us-east-1:012345678910:job-queue/HighPriority',
          ...{ jobId: 'bcf0b186-a532-4122-842e-2ccab8d54efb', dependsOn: [], jobName: 'example' },
          createdAt: 1480483387803,
        },
      ],
    },
    finds: { root: 'jobs[0]', state: 'status', name: 'jobName', createdAt: 'createdAt' },
    states: [
      [{}, 'queued'],
      [{ jobs: [{ status: 'RUNNABLE' }] }, 'queued'],
      [{ jobs: [{ status: 'STARTING' }] }, 'queued'],
      [{ jobs: [{ status: 'SUCCEEDED' }] }, 'succeeded'],
    ],
    reasons: [
      [
        { jobs: [{ status: 'FAILED', statusReason: 'Essential container in task exited' }] },
        'Essential container in task exited',
      ],
    ],
  },
  {
    name: 'Azure batch transcription: an error in the properties',
    // The other words and `properties.error`: Azure/azure-rest-api-specs, Speech/SpeechToText/stable/v3.2/speechtotext.json.
    source: 'MicrosoftDocs/azure-docs: articles/cognitive-services/Speech-Service/how-to-get-speech-session-id.md',
    request: `curl 'https://japaneast.api.cognitive.microsoft.com/speechtotext/v3.0/transcriptions/537216f8-0620-4a10-ae2d-00bdb423b36f' -H 'Ocp-Apim-Subscription-Key: YourSubscriptionKey'`,
    id: '537216f8-0620-4a10-ae2d-00bdb423b36f',
    body: {
      self: 'https://japaneast.api.cognitive.microsoft.com/speechtotext/v3.0/transcriptions/537216f8-0620-4a10-ae2d-00bdb423b36f',
      model: {
        self: 'https://japaneast.api.cognitive.microsoft.com/speechtotext/v3.0/models/base/824bd685-2d45-424d-bb65-c3fe99e32927',
      },
      links: {
        files:
          'https://japaneast.api.cognitive.microsoft.com/speechtotext/v3.0/transcriptions/537216f8-0620-4a10-ae2d-00bdb423b36f/files',
      },
      properties: {
        ...{ diarizationEnabled: false, wordLevelTimestampsEnabled: false, channels: [0, 1] },
        ...{ punctuationMode: 'DictatedAndAutomatic', profanityFilterMode: 'Masked' },
      },
      ...{ lastActionDateTime: '2021-11-19T14:09:51Z', status: 'NotStarted', createdDateTime: '2021-11-19T14:09:51Z' },
      ...{ locale: 'ru-RU', displayName: 'transcriptiontest' },
    },
    finds: { state: 'status', createdAt: 'createdDateTime', name: 'displayName', link: undefined },
    states: [
      [{}, 'queued'],
      [{ status: 'Running' }, 'running'],
      [{ status: 'Succeeded', properties: { duration: 'PT42S' } }, 'succeeded'],
    ],
    reasons: [
      [
        { status: 'Failed', properties: { error: { code: 'InvalidData', message: 'The data is not valid.' } } },
        'The data is not valid.',
      ],
    ],
  },
  {
    name: 'PayPal payouts: rows with names of their own',
    // As https://developer.paypal.com/docs/api/payments.payouts-batch/v1/#payouts_get shows it, in the words of the source.
    source: 'Zensavona/PayPal: lib/payments/payouts.ex',
    request: 'https://api-m.paypal.com/v1/payments/payouts/FYXMPQTX4JC9N',
    id: 'FYXMPQTX4JC9N',
    body: {
      batch_header: {
        ...{ payout_batch_id: 'FYXMPQTX4JC9N', batch_status: 'PROCESSING', time_created: '2014-01-27T10:17:00Z' },
        time_completed: '2014-01-27T11:17:39.00Z',
        sender_batch_header: { sender_batch_id: 'Payouts_2018_100009', email_subject: 'You have a payout!' },
        ...{ amount: { value: '125.11', currency: 'USD' }, fees: { value: '2.00', currency: 'USD' } },
      },
      items: [
        {
          ...{ payout_item_id: 'DUCD8GC3VUKVE', transaction_id: '6KA23440H1057442S', transaction_status: 'SUCCESS' },
          ...{ payout_batch_id: 'FYXMPQTX4JC9N', time_processed: '2014-01-27T10:18:32Z' },
        },
        {
          ...{ payout_item_id: 'LGMEPRKTK7FQA', transaction_id: '8K128187J1102003K', transaction_status: 'SUCCESS' },
          ...{ payout_batch_id: 'FYXMPQTX4JC9N', time_processed: '2014-01-27T10:18:15Z' },
        },
      ],
      links: [
        {
          ...{ rel: 'self', method: 'GET' },
          href: 'https://api-m.paypal.com/v1/payments/payouts/FYXMPQTX4JC9N?page_size=1000&page=1',
        },
      ],
    },
    finds: {
      ...{ state: 'batch_header.batch_status', createdAt: 'batch_header.time_created', items: 'items' },
      endedAt: 'batch_header.time_completed',
    },
    states: [
      [{}, 'running'],
      [{ batch_header: { batch_status: 'SUCCESS' } }, 'succeeded'],
      [{ batch_header: { batch_status: 'DENIED' }, items: [] }, 'failed'],
    ],
  },
  {
    name: 'AWX jobs: the address that cancels, among related ones',
    // One that was canceled: mockdata/job.go beside it. The explanation: ansible/awx, awx/main/tasks/system.py.
    source: 'Colstuwjx/awx-go: awxtesting/mockserver/mockdata/job_templates.go, MockedLaunchJobTemplateResponse',
    request: 'curl -u me:pw https://awx.example.com/api/v2/jobs/499/',
    id: '499',
    body: {
      ...{ id: 499, type: 'job', url: '/api/v2/jobs/499/' },
      related: {
        ...{ created_by: '/api/v2/users/1/', labels: '/api/v2/jobs/499/labels/', project: '/api/v2/projects/4/' },
        ...{ stdout: '/api/v2/jobs/499/stdout/', job_events: '/api/v2/jobs/499/job_events/' },
        ...{ job_template: '/api/v2/job_templates/5/', cancel: '/api/v2/jobs/499/cancel/' },
        relaunch: '/api/v2/jobs/499/relaunch/',
      },
      summary_fields: {
        job_template: { id: 5, name: 'Demo Job Template', description: '' },
        project: { id: 4, name: 'Demo Project', description: '', status: 'successful', scm_type: 'git' },
        user_capabilities: { start: true, delete: true },
      },
      ...{ created: '2018-06-25T04:25:11.312072Z', modified: '2018-06-25T04:25:11.362046Z' },
      ...{ name: 'Demo Job Template', description: '', job_type: 'run', playbook: 'hello-world.yml', timeout: 0 },
      ...{ launch_type: 'manual', status: 'pending', failed: false, started: null, finished: null, elapsed: 0 },
      ...{ job_explanation: '', execution_node: '', result_traceback: '', event_processing_finished: false },
    },
    finds: {
      ...{ state: 'status', name: 'name', createdAt: 'created', endedAt: 'finished' },
      cancel: 'https://awx.example.com/api/v2/jobs/{id}/cancel/',
    },
    states: [
      [{}, 'queued'],
      [{ status: 'running', started: '2018-06-05T09:13:47.060276Z' }, 'running'],
      [{ status: 'successful', finished: '2018-06-05T09:13:54.740342Z', elapsed: 7.68 }, 'succeeded'],
      [{ status: 'canceled', failed: true, finished: '2018-06-05T09:13:54.740342Z', elapsed: 7.68 }, 'cancelled'],
    ],
    reasons: [
      [
        {
          ...{ status: 'failed', failed: true },
          job_explanation:
            'Previous Task Failed: {"job_type": "project_update", "job_name": "Demo Project", "job_id": "303"}',
        },
        'Previous Task Failed: {"job_type": "project_update", "job_name": "Demo Project", "job_id": "303"}',
      ],
    ],
  },
  {
    name: 'Mailchimp batches: counts of operations',
    // The other words: https://developer.mailchimp.com/documentation/mailchimp/guides/how-to-use-batch-operations/
    source: 'pocin/kbc-mailchimp-writer: tests/test_utils.py, finished_batch_response',
    request: 'https://us15.api.mailchimp.com/3.0/batches/a3bb03520b',
    id: 'a3bb03520b',
    body: {
      ...{ id: 'a3bb03520b', status: 'finished', total_operations: 3, finished_operations: 2, errored_operations: 1 },
      ...{ submitted_at: '2017-04-21T11:08:15+00:00', completed_at: '2017-04-21T11:08:22+00:00' },
      response_body_url: 'https://mailchimp-api-batch.s3.amazonaws.com/a3bb03520b-response.tar.gz',
      _links: [
        { href: 'https://us15.api.mailchimp.com/3.0/batches', method: 'GET', rel: 'parent' },
        { href: 'https://us15.api.mailchimp.com/3.0/batches/a3bb03520b', method: 'GET', rel: 'self' },
        { href: 'https://us15.api.mailchimp.com/3.0/batches/a3bb03520b', method: 'DELETE', rel: 'delete' },
      ],
    },
    finds: {
      progress: { completed: 'finished_operations', failed: 'errored_operations', total: 'total_operations' },
      ...{ createdAt: 'submitted_at', endedAt: 'completed_at', items: 'response_body_url' },
    },
    states: [
      [{}, 'partial'],
      [{ status: 'pending', finished_operations: 0, errored_operations: 0, completed_at: '' }, 'queued'],
      [{ status: 'preprocessing', finished_operations: 0, errored_operations: 0, completed_at: '' }, 'running'],
      [{ status: 'started', finished_operations: 1, errored_operations: 0, completed_at: '' }, 'running'],
      [{ status: 'finalizing', completed_at: '' }, 'running'],
      [{ finished_operations: 3, errored_operations: 0 }, 'succeeded'],
    ],
  },
];
