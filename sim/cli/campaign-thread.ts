import { serve } from '../campaign/index.ts';
import { type Assignment, equip } from './assignment.ts';

// The thread of one worker of a campaign. It is given an assignment by conduct, and by nobody else.
await serve((assignment) => equip(assignment as Assignment, () => undefined));
