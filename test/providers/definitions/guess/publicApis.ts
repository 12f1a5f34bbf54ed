import type { PublicApi } from './publicApi';

const uuid = '9ea68fd3-f953-42c1-9742-976c447fb463';

/** The APIs. Responses are as documented, without members that say nothing. */
export const publicApis: readonly PublicApi[] = [
  {
    name: 'AssemblyAI transcripts',
    source: 'https://www.assemblyai.com/docs/api-reference/transcripts/get',
    request: `https://api.assemblyai.com/v2/transcript/${uuid}`,
    id: uuid,
    body: {
      ...{ id: uuid, language_model: 'assemblyai_default', acoustic_model: 'assemblyai_default', status: 'processing' },
      ...{ audio_url: 'https://assembly.ai/wildfires.mp3', text: null, words: null, confidence: null, error: null },
      ...{ audio_duration: null, webhook_url: null, webhook_status_code: null, auto_highlights_result: null },
    },
    finds: {
      root: undefined,
      state: 'status',
      progress: undefined,
      name: undefined,
      items: undefined,
      link: undefined,
    },
    states: [
      [{ status: 'queued' }, 'queued'],
      [{ status: 'completed', text: 'Smoke from hundreds of wildfires' }, 'succeeded'],
      [{ status: 'error', error: 'Download error' }, 'failed'],
    ],
  },
  {
    name: 'Runway tasks',
    source: 'https://docs.dev.runwayml.com/api/#tag/Task-management',
    request: `https://api.dev.runwayml.com/v1/tasks/${uuid}`,
    id: uuid,
    body: { id: uuid, status: 'RUNNING', createdAt: '2024-06-27T19:49:32.334Z', progress: 0.5 },
    finds: { state: 'status', progress: { ratio: 'progress' }, createdAt: 'createdAt' },
    states: [
      [{ status: 'THROTTLED' }, 'queued'],
      [{ status: 'SUCCEEDED', output: ['https://dnznrvs05pmza.cloudfront.net/a.mp4'] }, 'succeeded'],
      [{ status: 'FAILED', failure: 'Bad', failureCode: 'INTERNAL.BAD_OUTPUT.CODE01' }, 'failed'],
      [{ status: 'CANCELLED' }, 'cancelled'],
    ],
  },
  {
    name: 'Stability image to video',
    source: 'https://platform.stability.ai/docs/api-reference#tag/Image-to-Video',
    request: `https://api.stability.ai/v2beta/image-to-video/result/${uuid.replaceAll('-', '')}`,
    id: uuid.replaceAll('-', ''),
    status: 202,
    body: { id: uuid.replaceAll('-', ''), status: 'in-progress' },
    finds: { state: 'status' },
    states: [[{ status: undefined, video: 'AAAAIGZ0eXBpc29t', finish_reason: 'SUCCESS', seed: 1 }, 'succeeded', 200]],
  },
  {
    name: 'Mux assets',
    source: 'https://www.mux.com/docs/api-reference/video/assets/get-asset',
    request: 'https://api.mux.com/video/v1/assets/SqQnqz6s5MBuXGvJaUWdXuXM93J9Q2yv',
    id: 'SqQnqz6s5MBuXGvJaUWdXuXM93J9Q2yv',
    body: {
      data: {
        ...{ status: 'preparing', playback_ids: [{ policy: 'public', id: 'vAFLI2eKFFicXX00iHBS2vqt5JjJGg5HV' }] },
        ...{ mp4_support: 'none', max_stored_resolution: 'SD', master_access: 'none', created_at: '1609869152' },
        ...{ id: 'SqQnqz6s5MBuXGvJaUWdXuXM93J9Q2yv', duration: 23.8, aspect_ratio: '16:9' },
      },
    },
    finds: { root: 'data', state: 'status', progress: undefined, createdAt: 'created_at', items: undefined },
    states: [
      [{ data: { status: 'ready' } }, 'succeeded'],
      [{ data: { status: 'errored', errors: { type: 'invalid_input', messages: ['Bad'] } } }, 'failed'],
    ],
  },
  {
    name: 'Cloudflare Stream',
    source: 'https://developers.cloudflare.com/api/resources/stream/methods/get/',
    request:
      'https://api.cloudflare.com/client/v4/accounts/023e105f4ecef8ad9ca31a8372d0c353/stream/ea95132c15732412d22c1476fa83f27a',
    id: 'ea95132c15732412d22c1476fa83f27a',
    body: {
      result: {
        ...{ uid: 'ea95132c15732412d22c1476fa83f27a', created: '2014-01-02T02:20:00Z', readyToStream: false },
        ...{ modified: '2014-01-02T02:20:00Z', meta: { name: 'video12345.mp4' }, maxDurationSeconds: 1, size: 4190963 },
        status: { state: 'inprogress', pctComplete: '43.000000', errorReasonCode: '', errorReasonText: '' },
        thumbnail: 'https://customer-m033z5x00ks6nunl.cloudflarestream.com/ea95132c/thumbnails/thumbnail.jpg',
      },
      ...{ success: true, errors: [], messages: [] },
    },
    finds: { root: 'result', state: 'status.state', progress: 'status.pctComplete', createdAt: 'created' },
    states: [
      [{ result: { status: { state: 'pendingupload' } } }, 'queued'],
      [{ result: { status: { state: 'ready', pctComplete: '100.000000' } } }, 'succeeded'],
      [{ result: { status: { state: 'error', errorReasonText: 'Not a video' } } }, 'failed'],
    ],
  },
  {
    name: 'Elasticsearch tasks',
    source: 'https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-tasks-get',
    request: 'https://es.example.com:9200/_tasks/r1A2WoRbTwKZ516z6NEs5A:36619',
    id: 'r1A2WoRbTwKZ516z6NEs5A:36619',
    body: {
      completed: false,
      task: {
        ...{ node: 'r1A2WoRbTwKZ516z6NEs5A', id: 36619, type: 'transport', action: 'indices:data/write/reindex' },
        ...{ description: 'reindex from [a] to [b]', start_time_in_millis: 1795160000000, cancellable: true },
        status: { total: 6154, updated: 3500, created: 0, deleted: 0, batches: 4, version_conflicts: 0, noops: 0 },
      },
    },
    finds: {
      progress: {
        completed: ['task.status.updated', 'task.status.created', 'task.status.deleted', 'task.status.noops'],
        total: 'task.status.total',
      },
      createdAt: 'task.start_time_in_millis',
      name: 'task.description',
    },
    states: [
      [{}, 'running'],
      [{ completed: true, response: { total: 6154, failures: [] } }, 'succeeded'],
      [{ completed: true, error: { type: 'search_phase_execution_exception', reason: 'all shards failed' } }, 'failed'],
    ],
  },
  {
    name: 'Salesforce Bulk API 2.0',
    source: 'https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/get_job_info.htm',
    request: 'https://acme.my.salesforce.com/services/data/v62.0/jobs/ingest/7505fEXAMPLE4C2AAM',
    id: '7505fEXAMPLE4C2AAM',
    body: {
      ...{ id: '7505fEXAMPLE4C2AAM', operation: 'insert', object: 'Account', createdById: '0055fEXAMPLEtG4AAM' },
      ...{ createdDate: '2022-01-02T21:33:43.000+0000', systemModstamp: '2022-01-02T21:38:31.000+0000' },
      ...{
        state: 'InProgress',
        concurrencyMode: 'Parallel',
        contentType: 'CSV',
        apiVersion: 62.0,
        jobType: 'V2Ingest',
      },
      ...{ numberRecordsProcessed: 0, numberRecordsFailed: 0, retries: 0, totalProcessingTime: 0 },
    },
    finds: { state: 'state', progress: undefined, createdAt: 'createdDate', name: undefined },
    states: [
      [{ state: 'UploadComplete' }, 'queued'],
      [{ state: 'JobComplete', numberRecordsProcessed: 9 }, 'succeeded'],
      [{ state: 'Failed', errorMessage: 'InvalidBatch' }, 'failed'],
      [{ state: 'Aborted' }, 'cancelled'],
    ],
  },
  {
    name: 'BigQuery jobs',
    source: 'https://docs.cloud.google.com/bigquery/docs/reference/rest/v2/Job',
    request: 'https://bigquery.googleapis.com/bigquery/v2/projects/acme/jobs/job_b7Qx2kPz9sW1?location=EU',
    id: 'job_b7Qx2kPz9sW1',
    body: {
      ...{ kind: 'bigquery#job', etag: 'x', id: 'acme:EU.job_b7Qx2kPz9sW1', user_email: 'me@example.com' },
      selfLink: 'https://bigquery.googleapis.com/bigquery/v2/projects/acme/jobs/job_b7Qx2kPz9sW1?location=EU',
      jobReference: { projectId: 'acme', jobId: 'job_b7Qx2kPz9sW1', location: 'EU' },
      statistics: { creationTime: '1795160000000', startTime: '1795160001000', query: { statementType: 'SELECT' } },
      status: { state: 'RUNNING' },
    },
    finds: { state: 'status.state', createdAt: 'statistics.creationTime', name: undefined, link: undefined },
    states: [
      [{ status: { state: 'PENDING' } }, 'queued'],
      [{ status: { state: 'DONE' } }, 'succeeded'],
      [{ status: { state: 'DONE', errorResult: { reason: 'invalidQuery', message: 'Syntax error' } } }, 'failed'],
    ],
  },
  {
    name: 'Apify actor runs',
    source: 'https://docs.apify.com/api/v2/actor-run-get',
    request: 'https://api.apify.com/v2/actor-runs/HG7ML7M8z78YcAPEB',
    id: 'HG7ML7M8z78YcAPEB',
    body: {
      data: {
        ...{ id: 'HG7ML7M8z78YcAPEB', actId: 'HDSasDasz78YcAPEB', userId: '7sT5jcggjjA9fNcxF', status: 'RUNNING' },
        ...{ startedAt: '2019-11-30T07:34:24.202Z', finishedAt: null, statusMessage: 'Crawled 3 pages' },
        ...{ meta: { origin: 'WEB' }, stats: { inputBodyLen: 240, restartCount: 0 }, buildNumber: '0.1.233' },
        ...{ options: { build: 'latest', timeoutSecs: 300, memoryMbytes: 1024 }, exitCode: null },
      },
    },
    finds: { root: 'data', state: 'status', createdAt: 'startedAt', endedAt: 'finishedAt', progress: undefined },
    states: [
      [{ data: { status: 'TIMING-OUT' } }, 'running'],
      [{ data: { status: 'SUCCEEDED' } }, 'succeeded'],
      [{ data: { status: 'TIMED-OUT' } }, 'failed'],
      [{ data: { status: 'ABORTED' } }, 'cancelled'],
    ],
  },
  {
    name: 'Buildkite builds',
    source: 'https://buildkite.com/docs/apis/rest-api/builds#get-a-build',
    request: 'https://api.buildkite.com/v2/organizations/my-great-org/pipelines/my-pipeline/builds/27',
    id: '27',
    body: {
      ...{ id: 'f62a1b4d-10f9-4790-bc1c-e2c3a0c80983', number: 27, state: 'running', blocked: false },
      url: 'https://api.buildkite.com/v2/organizations/my-great-org/pipelines/my-pipeline/builds/27',
      ...{ web_url: 'https://buildkite.com/my-great-org/my-pipeline/builds/27', message: 'Bump', branch: 'main' },
      ...{ author: { name: 'Keith' }, source: 'webhook', created_at: '2015-05-09T21:05:59.874Z', finished_at: null },
      jobs: [
        { id: 'b63254c0', type: 'script', name: ':package:', state: 'passed', exit_status: 0 },
        { id: 'b63254c1', type: 'script', name: ':test:', state: 'running', exit_status: null },
      ],
      pipeline: { id: '849411f9', name: 'My Pipeline', slug: 'my-pipeline', running_builds_count: 1 },
    },
    finds: { state: 'state', endedAt: 'finished_at', link: 'web_url', name: undefined },
    states: [
      [{ state: 'scheduled' }, 'queued'],
      [{ state: 'passed' }, 'succeeded'],
      [{ state: 'not_run' }, 'cancelled'],
    ],
    // The message is the commit's.
    reasons: [[{ state: 'failed' }, undefined]],
  },
  {
    name: 'Vercel deployments',
    source: 'https://vercel.com/docs/rest-api/reference/endpoints/deployments/get-a-deployment-by-id-or-url',
    request: 'https://api.vercel.com/v13/deployments/dpl_89qyp1cskzkLrVicDaZoDbjyHuDJ',
    id: 'dpl_89qyp1cskzkLrVicDaZoDbjyHuDJ',
    body: {
      ...{ id: 'dpl_89qyp1cskzkLrVicDaZoDbjyHuDJ', url: 'my-app-5f3hd.vercel.app', name: 'my-app', version: 2 },
      ...{ status: 'BUILDING', readyState: 'BUILDING', readySubstate: 'STAGED', createdAt: 1795160000000 },
      ...{ inspectorUrl: 'https://vercel.com/acme/my-app/89qyp1cskzkLrVicDaZoDbjyHuDJ', type: 'LAMBDAS' },
      ...{ creator: { uid: '96SnxkFiMyVKsK3pnoHfx3Hz', username: 'john' }, project: { id: 'prj_1', name: 'my-app' } },
    },
    finds: { state: 'status', name: 'name', createdAt: 'createdAt', link: 'inspectorUrl' },
    states: [
      [{ status: 'READY' }, 'succeeded'],
      [{ status: 'ERROR', errorCode: 'BUILD_FAILED', errorMessage: 'Command exited with 1' }, 'failed'],
      [{ status: 'CANCELED' }, 'cancelled'],
    ],
  },
  {
    name: 'Netlify deploys',
    source: 'https://open-api.netlify.com/#tag/deploy/operation/getDeploy',
    request: 'https://api.netlify.com/api/v1/deploys/5f3a9b0c1d2e3f4a5b6c7d8e',
    id: '5f3a9b0c1d2e3f4a5b6c7d8e',
    body: {
      ...{ id: '5f3a9b0c1d2e3f4a5b6c7d8e', site_id: '3970e0fe', state: 'building', name: 'petsof', title: 'Add a cat' },
      ...{ url: 'http://petsof.netlify.app', admin_url: 'https://app.netlify.com/sites/petsof', error_message: null },
      ...{ created_at: '2026-11-20T08:00:00Z', published_at: null, draft: false, required: [] },
    },
    finds: { state: 'state', name: 'name', createdAt: 'created_at', link: 'admin_url' },
    states: [
      [{ state: 'enqueued' }, 'queued'],
      [{ state: 'ready', published_at: '2026-11-20T08:01:00Z' }, 'succeeded'],
      [{ state: 'error', error_message: 'Build script returned non-zero exit code: 2' }, 'failed'],
    ],
  },
  {
    name: 'fal.ai queue',
    source: 'https://docs.fal.ai/model-apis/model-endpoints/queue',
    request: `https://queue.fal.run/fal-ai/flux/requests/${uuid}/status`,
    id: uuid,
    body: {
      ...{ status: 'IN_QUEUE', request_id: uuid, queue_position: 0, logs: null },
      response_url: `https://queue.fal.run/fal-ai/flux/requests/${uuid}`,
      status_url: `https://queue.fal.run/fal-ai/flux/requests/${uuid}/status`,
      cancel_url: `https://queue.fal.run/fal-ai/flux/requests/${uuid}/cancel`,
    },
    finds: { state: 'status', cancel: 'https://queue.fal.run/fal-ai/flux/requests/{id}/cancel', link: undefined },
    states: [
      [{ status: 'IN_PROGRESS' }, 'running'],
      [{ status: 'COMPLETED' }, 'succeeded'],
    ],
  },
  {
    name: 'Stripe report runs',
    source: 'https://docs.stripe.com/api/reporting/report_run/object',
    request: 'https://api.stripe.com/v1/reporting/report_runs/frr_1MrQwSLkdIwHu7ixCWpMAdPM',
    id: 'frr_1MrQwSLkdIwHu7ixCWpMAdPM',
    body: {
      ...{ id: 'frr_1MrQwSLkdIwHu7ixCWpMAdPM', object: 'reporting.report_run', created: 1795160000, error: null },
      ...{ livemode: true, report_type: 'balance.summary.1', result: null, status: 'pending', succeeded_at: null },
      parameters: { interval_end: 1680000000, interval_start: 1678000000 },
    },
    finds: { createdAt: 'created', endedAt: 'succeeded_at', name: undefined },
    states: [
      [{}, 'queued'],
      [
        { status: 'succeeded', result: { id: 'file_1', object: 'file', url: 'https://files.stripe.com/v1/files/1' } },
        'succeeded',
      ],
      [{ status: 'failed', error: 'No data' }, 'failed'],
    ],
  },
  {
    name: 'Shopify bulk operations',
    source: 'https://shopify.dev/docs/api/usage/bulk-operations/queries',
    request: `curl https://acme.myshopify.com/admin/api/2025-01/graphql.json --json '{"query":"query($id: ID!) { node(id: $id) { ... on BulkOperation { id status errorCode createdAt completedAt objectCount url } } }","variables":{"id":"gid://shopify/BulkOperation/720918"}}'`,
    id: 'gid://shopify/BulkOperation/720918',
    body: {
      data: {
        node: {
          ...{ id: 'gid://shopify/BulkOperation/720918', status: 'RUNNING', errorCode: null, objectCount: '57' },
          ...{ createdAt: '2019-08-29T17:16:35Z', completedAt: null, fileSize: null, url: null },
        },
      },
    },
    finds: { refusal: 'errors', root: 'data.node', state: 'status', endedAt: 'completedAt' },
    states: [
      [{ data: { node: { status: 'COMPLETED' } } }, 'succeeded'],
      [{ data: { node: { status: 'FAILED', errorCode: 'ACCESS_DENIED' } } }, 'failed'],
      [{ data: { node: { status: 'CANCELING' } } }, 'running'],
    ],
  },
  {
    name: 'Argo workflows',
    source: 'https://argo-workflows.readthedocs.io/en/latest/swagger/',
    request: 'https://argo.example.com/api/v1/workflows/argo/hello-world-x7k2p',
    id: 'hello-world-x7k2p',
    body: {
      metadata: { name: 'hello-world-x7k2p', namespace: 'argo', creationTimestamp: '2026-11-20T08:00:00Z' },
      spec: { entrypoint: 'main', templates: [] },
      status: {
        ...{ phase: 'Running', startedAt: '2026-11-20T08:00:00Z', finishedAt: null, progress: '1/2' },
        nodes: {
          'hello-world-x7k2p': { id: 'hello-world-x7k2p', displayName: 'hello', type: 'Pod', phase: 'Running' },
        },
      },
    },
    finds: { state: 'status.phase', progress: 'status.progress', endedAt: 'status.finishedAt' },
    states: [
      [{ status: { phase: 'Pending' } }, 'queued'],
      [{ status: { phase: 'Succeeded' } }, 'succeeded'],
      [{ status: { phase: 'Error', message: 'pod deleted' } }, 'failed'],
    ],
    reasons: [[{ status: { phase: 'Error', message: 'pod deleted' } }, 'pod deleted']],
  },
  {
    name: 'Nomad evaluations',
    source: 'https://developer.hashicorp.com/nomad/api-docs/evaluations',
    request: 'https://nomad.example.com/v1/evaluation/5456bd7a-9fc0-c0dd-6131-cbee77f57577',
    id: '5456bd7a-9fc0-c0dd-6131-cbee77f57577',
    body: {
      ...{ ID: '5456bd7a-9fc0-c0dd-6131-cbee77f57577', Priority: 50, Type: 'service', TriggeredBy: 'job-register' },
      ...{ JobID: 'example', JobModifyIndex: 52, Status: 'pending', StatusDescription: '', QueuedAllocations: {} },
      CreateTime: 1795160000000000000,
    },
    finds: { state: 'Status', createdAt: 'CreateTime', progress: undefined },
    states: [
      [{ Status: 'complete' }, 'succeeded'],
      [{ Status: 'failed', StatusDescription: 'maximum attempts reached' }, 'failed'],
      [{ Status: 'canceled' }, 'cancelled'],
    ],
    reasons: [[{ Status: 'failed', StatusDescription: 'maximum attempts reached' }, 'maximum attempts reached']],
  },
  {
    name: 'MiniMax video',
    source: 'https://platform.minimax.io/docs/api-reference/video-generation-query',
    request: 'https://api.minimax.io/v1/query/video_generation?task_id=176843862716480',
    id: '176843862716480',
    body: {
      ...{ task_id: '176843862716480', status: 'Processing', file_id: '' },
      base_resp: { status_code: 0, status_msg: 'success' },
    },
    finds: { state: 'status', error: undefined },
    states: [
      [{ status: 'Queueing' }, 'queued'],
      [{ status: 'Preparing' }, 'queued'],
      [{ status: 'Success', file_id: '205258526306433' }, 'succeeded'],
      [{ status: 'Fail' }, 'failed'],
    ],
  },
  {
    name: 'CloudConvert jobs',
    source: 'https://cloudconvert.com/api/v2/jobs#jobs-show',
    request: 'https://api.cloudconvert.com/v2/jobs/6559c281-ed85-4728-80db-414561c631e9',
    id: '6559c281-ed85-4728-80db-414561c631e9',
    body: {
      data: {
        ...{ id: '6559c281-ed85-4728-80db-414561c631e9', tag: 'jobbuilder', status: 'processing', ended_at: null },
        ...{ created_at: '2018-09-19T14:42:58+00:00', started_at: '2018-09-19T14:42:58+00:00' },
        tasks: [
          { id: '7f110c42', name: 'import-it', operation: 'import/url', status: 'finished', message: null },
          { id: '7a142bd0', name: 'convert-it', operation: 'convert', status: 'processing', message: null },
        ],
        links: { self: 'https://api.cloudconvert.com/v2/jobs/6559c281-ed85-4728-80db-414561c631e9' },
      },
    },
    finds: { root: 'data', state: 'status', items: 'tasks', link: undefined },
    states: [
      [{ data: { status: 'finished' } }, 'succeeded'],
      [{ data: { status: 'error' } }, 'failed'],
    ],
  },
];
