import type { Actor, Simulation } from '../kernel/index.ts';

/** Whoever goes on until told that all is over: a worker, a sweeper. */
type Member = { run(): Promise<void>; stop(): void };

/** One of the crew, and how another one takes its place. */
type Post = {
  readonly name: string;
  /** Makes whoever holds the post, with nothing in memory. */
  readonly appoint: (actor: Actor) => Member;
  /** The actor that holds it now. */
  actor: string;
  holders: number;
  member: Member | undefined;
};

/** Workers and sweepers of a run: each may die, and be replaced by one that remembers nothing. */
export class Crew {
  readonly #simulation: Simulation;
  readonly #posts: Post[] = [];
  #isOver = false;
  #doubles = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
  }

  /** Names of all posts, in the order in which they were filled. */
  get names(): readonly string[] {
    return this.#posts.map(({ name }) => name);
  }

  /** The actor that holds a post. */
  holderOf(name: string): string | undefined {
    return this.#posts.find((post) => post.name === name)?.actor;
  }

  /** Puts somebody on stage. */
  add(name: string, appoint: (actor: Actor) => Member): void {
    const post: Post = { name, appoint, actor: name, holders: 0, member: undefined };
    this.#posts.push(post);
    this.#fill(post, 0);
  }

  /** Puts somebody on stage who helps out, once. */
  double(name: string, body: (actor: Actor) => Promise<void>): void {
    this.#doubles += 1;
    this.#simulation.spawn(`${name}'s double#${this.#doubles}`, body);
  }

  /** Somebody dies, and is replaced after so many virtual milliseconds. @returns who died */
  replace(name: string, afterMs: number): readonly string[] {
    const post = this.#posts.find((each) => each.name === name);
    if (!post) return [];
    const dead = post.actor;
    this.#simulation.kill(dead);
    this.#fill(post, afterMs);
    return [dead];
  }

  /** All is over: everybody finishes what they are doing and goes home. */
  dismiss(): void {
    this.#isOver = true;
    for (const { member } of this.#posts) member?.stop();
  }

  #fill(post: Post, afterMs: number): void {
    post.holders += 1;
    post.actor = post.holders === 1 ? post.name : `${post.name}.${post.holders}`;
    post.member = undefined;
    this.#simulation.spawn(post.actor, async (actor) => {
      if (afterMs > 0) await actor.sleep(afterMs);
      const member = post.appoint(actor);
      post.member = member;
      if (this.#isOver) member.stop();
      await member.run();
    });
  }
}
