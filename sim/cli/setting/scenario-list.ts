import { z } from 'zod';
import type { OwnScenario } from '../../config/index.ts';
import { hintFor } from '../choose-named.ts';
import { type Kind, kind, value } from './kind.ts';

const TAKES_OBJECT = 'takes an object';
const KEYS = ['name', 'summary', 'schema', 'body', 'limits', 'pool'] satisfies readonly (keyof OwnScenario)[];
const some = z.string().trim().min(1);

const Shape = z.strictObject(
  {
    name: z
      .string({ error: 'takes a text: what messages and --scenario call it' })
      .regex(/^\w[\w ./-]{0,59}$/, { error: 'takes up to 60 letters, digits, spaces and any of . / - _' }),
    summary: z.string({ error: 'takes a text' }).exactOptional(),
    schema: z.union([some, z.array(some).min(1)], { error: 'takes SQL that makes the tables' }),
    body: value<OwnScenario['body']>('a function', (each) => typeof each === 'function'),
    limits: z.custom<NonNullable<OwnScenario['limits']>>(isObject, { error: TAKES_OBJECT }).exactOptional(),
    pool: z.custom<NonNullable<OwnScenario['pool']>>(isObject, { error: TAKES_OBJECT }).exactOptional(),
  },
  {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return 'takes an object: defineScenario({ … })';
      const [key = ''] = issue.keys;
      return `has an unknown key "${key}": ${hintFor(key, KEYS)}`;
    },
  },
);

/** Scenarios of somebody's own, or names of the engine's; as a flag, names. */
export const scenarioList: Kind<readonly OwnScenario[] | readonly string[]> = kind({
  schema: z
    .custom<readonly OwnScenario[] | readonly string[]>((each) => Array.isArray(each) && each.length > 0, {
      error: 'takes a list of scenarios of your own, or of names',
    })
    .superRefine((list, context) => {
      const names = new Set<string>();
      for (const [index, each] of list.entries()) {
        if (list.every((other) => typeof other === 'string')) continue;
        const parsed = Shape.safeParse(each);
        for (const issue of parsed.error?.issues ?? []) {
          context.addIssue({ code: 'custom', message: issue.message, path: [index, ...issue.path] });
        }
        const name = parsed.data?.name ?? '';
        if (names.has(name)) context.addIssue(`has two scenarios named "${name}"`);
        names.add(name);
      }
    }),
  fromText: (text) => text.split(',').map((each) => each.trim()),
  toFlag: (list) => list.map((each) => (typeof each === 'string' ? each : each.name)),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
