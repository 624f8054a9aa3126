// 应得的诊断：wrong-request
// 看出来的检查：answered
// 想错的地方：编号从 0 数起。
import { createSocket, type RemoteInfo } from 'node:dgram';
import { createInterface } from 'node:readline';

const port = Number(process.argv[2] ?? 12000);
const host = '127.0.0.1';
const replyTimeoutMs = 300;
const maxSends = 3;

const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

/** 发出第 number 个请求；得到应答的全文，放弃了就是 undefined。 */
function ask(number: number, text: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let sends = 0;
    let timer: NodeJS.Timeout;

    function settle(answer: string | undefined): void {
      clearTimeout(timer);
      socket.off('message', onMessage);
      resolve(answer);
    }

    function onMessage(message: Buffer, sender: RemoteInfo): void {
      const answer = message.toString('utf8');
      // 三关：地址、端口、编号。过不了关的报文什么也不改变，计时器照走。
      if (sender.address !== host || sender.port !== port) return;
      if (!answer.startsWith(`${number} `)) return;
      settle(answer);
    }

    function sendOnce(): void {
      if (sends === maxSends) return settle(undefined);
      sends += 1;
      // 发不出去也当作丢了：计时器照样走，到时候再发。
      socket.send(`${number} ${text}`, port, host, (error) => {
        if (error) console.error(`第 ${sends} 次没有发出去：${error.message}`);
      });
      timer = setTimeout(sendOnce, replyTimeoutMs);
    }

    socket.on('message', onMessage);
    sendOnce();
  });
}

let number = -1;
for await (const line of createInterface({ input: process.stdin })) {
  number += 1;
  const answer = await ask(number, line);
  if (answer !== undefined) {
    console.log(`收到 ${answer}`);
  } else {
    console.log(`放弃 ${number}`);
    process.exitCode = 1;
  }
}
socket.close();
