export { CAMPAIGN_VERSION, CampaignRecord } from './campaign-record.ts';
export { FindingRecord } from './finding-record.ts';
export { NIGHT_VERSION, NightRecord } from './night-record.ts';
