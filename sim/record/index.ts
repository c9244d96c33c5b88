export { BLOB_VERSION, CampaignBlob } from './campaign-blob.ts';
export { CampaignEvent, EVENT_VERSION } from './campaign-event.ts';
export { CampaignPart } from './campaign-part.ts';
export { CAMPAIGN_VERSION, CampaignHeading, CampaignRecord, type LostRun } from './campaign-record.ts';
export { FindingRecord, nameAmong } from './finding-record.ts';
export { NIGHT_VERSION, NightRecord } from './night-record.ts';
