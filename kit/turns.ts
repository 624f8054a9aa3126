/** 判题的先后：同时进行的检查有上限；有的检查要独自进行。 */

/** 同时进行的检查最多几项：每一项都有自己的 Node 进程，多了会互相拖慢，慢到像是答案的错。 */
const maxConcurrent = 6;
let running = 0;
const queue: { places: number; begin: () => void }[] = [];

/** 轮到了才做 `work`。先来的先做：要独自进行的排在前面，后面的就等着。 */
export async function inTurn<T>(work: () => Promise<T>, places = 1): Promise<T> {
  await new Promise<void>((begin) => {
    queue.push({ places, begin });
    admit();
  });
  try {
    return await work();
  } finally {
    running -= places;
    admit();
  }
}

/** 等别的检查都做完，独自做 `work`；做完之前，别的都不开始。 */
export async function alone<T>(work: () => Promise<T>): Promise<T> {
  return inTurn(work, maxConcurrent);
}

function admit(): void {
  for (let first = queue[0]; first && running + first.places <= maxConcurrent; first = queue[0]) {
    queue.shift();
    running += first.places;
    first.begin();
  }
}
