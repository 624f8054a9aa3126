// connect 前后，陌生人寄来的报文各到哪里去。
// 运行：npx tsx chapters/05-pinger/steps/3-connected/connected.ts
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const [me, friend, stranger] = [await open(), await open(), await open()];
const home = me.address().port;

me.on('message', (message) => {
  console.log(`收到：${message.toString('utf8')}`);
  if (message.includes('最后')) close();
});

// 到了门口，程序还没有来得及取，接着就 connect
stranger.send('陌生人，connect 之前寄的', home, '127.0.0.1', report);
me.connect(friend.address().port, '127.0.0.1');
await once(me, 'connect');
console.log('已 connect 到朋友');

try {
  me.send('再写一遍目的地址', friend.address().port, '127.0.0.1', report);
} catch (error) {
  console.log(`再写目的地址：${(error as NodeJS.ErrnoException).code}`);
}

// 陌生人先寄，朋友后寄：朋友的到了，陌生人的要是收得下，早该到了
stranger.send('陌生人，connect 之后寄的', home, '127.0.0.1', (error) => {
  report(error);
  friend.send('朋友，最后寄的', home, '127.0.0.1', report);
});

async function open(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('error', report);
  return socket;
}

function report(error: Error | null): void {
  if (error) console.error(`出错：${error.message}`);
}

function close(): void {
  for (const socket of [me, friend, stranger]) socket.close();
}
