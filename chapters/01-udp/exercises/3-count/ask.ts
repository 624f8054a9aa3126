// 扮演几个客户端，轮流去问会记数的服务端，把应答打印出来。
// 运行：npx tsx chapters/01-udp/exercises/3-count/ask.ts [端口]
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const port = Number(process.argv[2] ?? 12000);
const answerTimeoutMs = 1000;

async function client(address: string, clientPort = 0): Promise<Socket> {
  const socket = createSocket('udp4').bind(clientPort, address);
  await once(socket, 'listening');
  return socket;
}

/** 问一次；等不到就说等不到。 */
function ask(socket: Socket, question: string): Promise<string> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve('（等了 1 秒，没有应答）'), answerTimeoutMs);
    socket.once('message', (answer) => {
      clearTimeout(timer);
      resolve(answer.toString('utf8'));
    });
    socket.send(question, port, '127.0.0.1', (error) => {
      if (error) console.error(`寄不出去：${error.message}`);
    });
  });
}

const first = await client('127.0.0.1');
const second = await client('127.0.0.1');
// 地址不同、端口相同的第三个。macOS 上只有 127.0.0.1，绑定不了，就少问一个。
const third = await client('127.0.0.2', first.address().port).catch(() => undefined);
const sockets = [first, first, second, third, first, second, third].filter((socket) => socket !== undefined);

for (const [index, socket] of sockets.entries()) {
  const local = socket.address();
  const answer = await ask(socket, 'x'.repeat(index));
  console.log(`${local.address}:${local.port} 寄去 ${index} 个字母，应答：${answer}`);
  socket.removeAllListeners('message');
}

// 最后一口气寄去五个，不等应答：五个数应当各不相同。
const answers: string[] = [];
second.on('message', (answer) => answers.push(answer.toString('utf8')));
for (let sent = 0; sent < 5; sent += 1) second.send('!', port, '127.0.0.1');
await sleep(200);
console.log(`127.0.0.1:${second.address().port} 一口气寄去五个，应答：${answers.join('、')}`);
for (const socket of new Set(sockets)) socket.close();
