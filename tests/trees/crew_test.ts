// Copyright 2026 the wininet authors. MIT license.

import { assert, assertEquals, assertRejects } from "@std/assert";
import { Crew, type Job } from "../../_trees/crew.ts";

const NEVER = new AbortController().signal;

Deno.test("Crew runs file jobs before it opens the next directory", async () => {
  const done: string[] = [];
  const crew = new Crew(1, NEVER);
  const file = (name: string): Job => () => {
    done.push(name);
    return Promise.resolve();
  };
  const directory = (name: string): Job => (group) => {
    done.push(name);
    const files = [file(`${name}/1`), file(`${name}/2`)];
    crew.add(group, { files, after: file(`end of ${name}`) });
    return Promise.resolve();
  };
  await crew.run((group) => {
    const directories = [directory("a"), directory("b")];
    crew.add(group, { files: [file("f")], directories, after: file("end") });
    return Promise.resolve();
  });
  assertEquals(
    done.join(", "),
    "f, a, a/1, a/2, b, end of a, b/1, b/2, end of b, end",
  );
});

Deno.test("Crew keeps few directories open in a large tree", async () => {
  const crew = new Crew(4, NEVER);
  let count = 0;
  const file: Job = async () => {
    await Promise.resolve();
    count++;
  };
  const directory = (level: number): Job => async (group) => {
    await Promise.resolve();
    const directories = level === 0
      ? []
      : Array.from({ length: 10 }, () => directory(level - 1));
    crew.add(group, { files: Array(20).fill(file), directories });
  };
  await crew.run(directory(3));
  assertEquals(count, 20 * 1111);
  assert(crew.mostOpen <= 4 * 5, `${crew.mostOpen}`);
});

Deno.test("Crew stops at the signal, and rejects with its reason", async () => {
  const stop = new AbortController();
  const crew = new Crew(2, stop.signal);
  let count = 0;
  const files: Job[] = Array(10).fill(() => {
    if (++count === 3) stop.abort("enough");
    return Promise.resolve();
  });
  const end = await crew.run((group) => {
    crew.add(group, { files });
    return Promise.resolve();
  }).catch((reason) => reason);
  assertEquals([end, count <= 4], ["enough", true]);
});

Deno.test("Crew rejects with the error of a job", async () => {
  const crew = new Crew(3, NEVER);
  const fail = () => Promise.reject(new TypeError("no"));
  await assertRejects(() => crew.run(fail), TypeError, "no");
});

Deno.test("Crew runs the job that follows after the directories below", async () => {
  const crew = new Crew(4, NEVER);
  const ends: number[] = [];
  const directory = (level: number): Job => async (group) => {
    await Promise.resolve();
    crew.add(group, {
      directories: level === 3 ? [] : [directory(level + 1)],
      after: () => Promise.resolve(void ends.push(level)),
    });
  };
  await crew.run(directory(1));
  assertEquals(ends, [3, 2, 1]);
});
