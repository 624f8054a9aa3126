// 教科书的 pinger，译成 TypeScript：一次一个，来什么收什么，墙上的钟。
// 运行：npx tsx chapters/05-pinger/steps/0-note/client.ts [端口] [地址]
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const [port = '12000', host = '127.0.0.1'] = process.argv.slice(2);
const socket = createSocket('udp4');

for (let number = 1; number <= 10; number += 1) {
  const sentAt = Date.now();
  socket.send(`ping ${number} ${sentAt}`, Number(port), host);
  const answer = await nextMessage(1000);
  const rttMs = Date.now() - sentAt;
  const heard = `往返 ${rttMs} 毫秒，应答是「${answer}」`;
  console.log(`第 ${number} 个：${answer === undefined ? '超时' : heard}`);
}
socket.close();

/** 超时就是 undefined。 */
function nextMessage(waitMs: number): Promise<string | undefined> {
  const signal = AbortSignal.timeout(waitMs);
  const heard = once(socket, 'message', { signal });
  return heard.then(([message]) => String(message), () => undefined);
}
