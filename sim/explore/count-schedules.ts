/**
 * How many interleavings independent threads have in which at most so many steps interrupt a thread that had not ended.
 * Exact.
 *
 * A thread of k steps that is cut into s pieces has been interrupted s - 1 times, and can be cut so in C(k-1, s-1) ways.
 * What remains is to count the words over the pieces in which no two neighbours are of the same thread: by inclusion
 * and exclusion over how many of them, j, are left if neighbours may be glued together.
 *
 * @param steps of each thread
 * @param preemptions no bound, if `unlimited`
 */
export function countSchedules(steps: readonly number[], preemptions: number | 'unlimited'): bigint {
  const lengths = steps.filter((length) => length > 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (preemptions === 'unlimited') return multinomial(lengths);
  const most = Math.min(preemptions, total);
  // counts[q][m]: threads so far, cut q times, as words of m pieces; a sum with signs.
  let counts: readonly (readonly bigint[])[] = [[1n]];
  for (const length of lengths) counts = withThread(counts, length, most);
  return counts.reduce((sum, words) => sum + words.reduce((each, word) => each + word, 0n), 0n);
}

function withThread(counts: readonly (readonly bigint[])[], length: number, most: number): bigint[][] {
  const next: bigint[][] = [];
  for (const [cutBefore, words] of counts.entries()) {
    for (let pieces = 1; pieces <= length && cutBefore + pieces - 1 <= most; pieces += 1) {
      const row = (next[cutBefore + pieces - 1] ??= []);
      const ways = binomial(length - 1, pieces - 1);
      for (let glued = 1; glued <= pieces; glued += 1) {
        const sign = (pieces - glued) % 2 === 0 ? 1n : -1n;
        const factor = sign * ways * binomial(pieces - 1, glued - 1);
        for (const [size, count] of words.entries()) {
          if (count === 0n) continue;
          const merged = size + glued;
          for (let gap = row.length; gap <= merged; gap += 1) row.push(0n);
          row[merged] = (row[merged] ?? 0n) + count * factor * binomial(merged, glued);
        }
      }
    }
  }
  return Array.from(next, (row) => row ?? []);
}

function multinomial(parts: readonly number[]): bigint {
  let total = 0;
  let count = 1n;
  for (const part of parts) {
    total += part;
    count *= binomial(total, part);
  }
  return count;
}

function binomial(from: number, chosen: number): bigint {
  const least = Math.min(chosen, from - chosen);
  if (least < 0) return 0n;
  let count = 1n;
  for (let index = 1; index <= least; index += 1)
    count = (count * BigInt(from - least + index)) / BigInt(index);
  return count;
}
