// 练习 01-udp/5 的一份答案。
//
// 一次 send 分三步：没有绑定就先绑定，目的地是名字就先查名字，然后才交给内核。前两步都不在当场做完。
// 套接字一关，停在前两步的报文就没有了，回调也不会执行。所以回调是唯一的消息：它来了，才能放手。
import { createSocket } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

/** 寄一个报文；有了结果才算完。寄不出去也是结果，不 reject：别的还要接着等。 */
function send(line: string): Promise<void> {
  return new Promise((resolve) => {
    socket.send(line, port, host, (error) => {
      if (error) {
        console.error(`有一个寄不出去：${error.message}`);
        process.exitCode = 1;
      }
      resolve();
    });
  });
}

const results: Promise<void>[] = [];
for await (const line of createInterface({ input: process.stdin })) results.push(send(line));

// 等的是结果，不是时间：快的时候不多等一刻，慢的时候不少等一刻。
await Promise.all(results);
socket.close();
