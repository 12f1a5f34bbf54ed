import { jsonResponse, type SimulatedResponse } from '../exchange';
import type { CloudState } from './service';

const regions = ['cn-north-4', 'cn-east-2', 'cn-south-1', 'ap-southeast-1', 'ap-southeast-3', 'eu-west-101'];

/** `GET /v3/regions`, which takes no credentials. Some of the regions that there are. */
export function listRegions({ origin }: Pick<CloudState, 'origin'>): SimulatedResponse {
  const self = `${origin}/v3/regions`;
  const entries = regions.map((id) => ({
    ...{ id, type: 'public', description: '', parent_region_id: null },
    ...{ locales: { 'zh-cn': id, 'en-us': id }, links: { self: `${self}/${id}` } },
  }));
  return jsonResponse(200, { regions: entries, links: { self, next: null, previous: null } });
}
