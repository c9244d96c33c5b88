export { campaignPage } from './campaign-page.ts';
export type { FindingFiles } from './finding-article.ts';
export { indexPage } from './index-page.ts';
export { nightPage } from './night-page.ts';
